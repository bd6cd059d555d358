package io.rostra.platform.store;

/// Another room or template of the workspace has the name already.
public final class NameTakenException extends Exception {}
