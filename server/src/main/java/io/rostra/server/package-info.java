/// The process: configuration, wiring, health, web bundle.
@NullMarked
package io.rostra.server;

import org.jspecify.annotations.NullMarked;
