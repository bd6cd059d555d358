package io.rostra.platform.store;

/// Another room of the workspace has the name already.
public final class NameTakenException extends Exception {}
