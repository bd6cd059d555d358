/// App and management tokens (JWT, HS256).
@NullMarked
package io.rostra.platform.token;

import org.jspecify.annotations.NullMarked;
