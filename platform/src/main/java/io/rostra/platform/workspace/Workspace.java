package io.rostra.platform.workspace;

/// Who owns rooms and templates: the "customer" of the server API.
///
/// @param id 24 lower-case hex digits
/// @param subdomain its name in URLs, lower case
public record Workspace(String id, String subdomain, KeyPair keys) {}
