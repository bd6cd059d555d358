package io.rostra.platform.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How rooms behave: their roles by name, in the order they were defined, and what goes with them.
/// Names and shape of the parts are those of the template API, so they are stored and shown as they
/// stand.
public record Template(
        String id,
        String name,
        Map<String, Role> roles,
        TemplateSettings settings,
        Destinations destinations,
        List<RecordingConfig> recordings,
        Plugins plugins) {

    public Template {
        roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
        recordings = List.copyOf(recordings);
    }

    /// Only roles; everything else as it is when nobody says anything.
    public Template(String id, String name, Map<String, Role> roles) {
        this(id, name, roles, TemplateSettings.DEFAULT, Destinations.NONE, List.of(), Plugins.NONE);
    }

    public Optional<Role> role(String roleName) {
        return Optional.ofNullable(roles.get(roleName));
    }

    public Template withId(String newId) {
        return new Template(newId, name, roles, settings, destinations, recordings, plugins);
    }

    public Template withName(String newName) {
        return new Template(id, newName, roles, settings, destinations, recordings, plugins);
    }

    public Template withRoles(Map<String, Role> newRoles) {
        return new Template(id, name, newRoles, settings, destinations, recordings, plugins);
    }

    public Template withSettings(TemplateSettings newSettings) {
        return new Template(id, name, roles, newSettings, destinations, recordings, plugins);
    }

    public Template withDestinations(Destinations newDestinations) {
        return new Template(id, name, roles, settings, newDestinations, recordings, plugins);
    }

    public Template withRecordings(List<RecordingConfig> newRecordings) {
        return new Template(id, name, roles, settings, destinations, newRecordings, plugins);
    }
}
