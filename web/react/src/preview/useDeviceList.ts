import { useEffect, useState } from 'react';

export interface DeviceList {
  readonly cameras: readonly MediaDeviceInfo[];
  readonly microphones: readonly MediaDeviceInfo[];
}

const none: DeviceList = { cameras: [], microphones: [] };

/** The devices by name. Browsers tell names only once a device was allowed; `opened` changes when that may be so. */
export function useDeviceList(opened: MediaStream | null): DeviceList {
  const [list, setList] = useState(none);
  useEffect(() => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return;
    let closed = false;
    const read = async () => {
      const all = await mediaDevices.enumerateDevices().catch(() => []);
      const named = (kind: MediaDeviceKind) => all.filter((device) => device.kind === kind && device.label !== '');
      if (!closed) setList({ cameras: named('videoinput'), microphones: named('audioinput') });
    };
    void read();
    const onChange = () => void read();
    mediaDevices.addEventListener('devicechange', onChange);
    return () => {
      closed = true;
      mediaDevices.removeEventListener('devicechange', onChange);
    };
  }, [opened]);
  return list;
}
