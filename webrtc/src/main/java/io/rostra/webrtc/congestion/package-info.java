/// Send-side congestion control: how much a path carries, found out from transport-wide feedback.
///
/// ```
/// sent packets ──► SentPackets ◄── TransportCc feedback
///                      │ sent at, arrived at, bytes
///        ┌─────────────┼──────────────┬───────────────┐
///  DelayTrend     LossEstimate   AckedBitrate   ProbeResult
///        └──► RateControl ◄───────────┘               │
///                  └────────► CongestionController ◄──┘ ──► target bitrate
/// ```
///
/// After draft-ietf-rmcat-gcc-02 and what its authors changed since (the trend line in place of the
/// Kalman filter, probing). No sockets, no threads, no clock: time is handed in.
@NullMarked
package io.rostra.webrtc.congestion;

import org.jspecify.annotations.NullMarked;
