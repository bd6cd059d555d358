/// What survives a restart: workspaces with their keys, templates, rooms. Plain SQL in an embedded
/// SQLite file; start at [Database]. Everything here blocks: call it from a virtual thread.
@NullMarked
package io.rostra.platform.store;

import org.jspecify.annotations.NullMarked;
