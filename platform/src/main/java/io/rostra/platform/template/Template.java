package io.rostra.platform.template;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A template as stored: its roles by name, in the order they were defined.
public record Template(String id, String name, Map<String, Role> roles) {

    public Template {
        roles = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(roles));
    }

    public Optional<Role> role(String roleName) {
        return Optional.ofNullable(roles.get(roleName));
    }
}
