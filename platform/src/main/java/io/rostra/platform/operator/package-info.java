/// Who runs this installation: their password, and how they get into the dashboard.
@NullMarked
package io.rostra.platform.operator;

import org.jspecify.annotations.NullMarked;
