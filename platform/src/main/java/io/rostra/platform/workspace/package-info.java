/// A workspace owns rooms and templates and has a key pair of its own.
@NullMarked
package io.rostra.platform.workspace;

import org.jspecify.annotations.NullMarked;
