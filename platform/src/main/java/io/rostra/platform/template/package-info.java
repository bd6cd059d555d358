/// Templates: the roles of a room, what each may publish, hear and do.
@NullMarked
package io.rostra.platform.template;

import org.jspecify.annotations.NullMarked;
