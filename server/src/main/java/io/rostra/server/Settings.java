package io.rostra.server;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/// The raw keys and values of the configuration: the file, overlaid by the environment.
///
/// A key the file does not know stops the start. The environment may hold other programs'
/// `ROSTRA_…` variables (Kubernetes sets some for a service called rostra), so there only a near
/// miss of a key does; `unknownVariables` has the rest, to be mentioned.
final class Settings {

    static final List<String> KEYS =
            List.of(
                    "host",
                    "port",
                    "media-port",
                    "data-dir",
                    "access-key",
                    "secret",
                    "public-url",
                    "advertised-ip",
                    "ice-servers",
                    "turn-secret",
                    "audio-loudest",
                    "token-endpoint",
                    "socketio-rooms",
                    "socketio-message-rate",
                    "s3-bucket",
                    "s3-endpoint",
                    "s3-region",
                    "s3-prefix",
                    "s3-access-key",
                    "s3-secret",
                    "rewind",
                    "composite",
                    "web-root",
                    "memory-days",
                    "database-url",
                    "metrics",
                    "tls-certificate",
                    "tls-key",
                    "log-format",
                    "drain-seconds");

    private static final String PREFIX = "ROSTRA_";

    /// As many wrong letters still count as a slip.
    private static final int NEAR = 2;

    private final Map<String, String> values = new TreeMap<>();
    private final List<String> unknownVariables;

    private Settings(Map<String, String> file, Map<String, String> environment) {
        values.putAll(file);
        KEYS.forEach(key -> {
            String value = environment.get(variable(key));
            if (value != null && !value.isBlank()) {
                values.put(key, value.strip());
            }
        });
        unknownVariables =
                environment.keySet().stream()
                        .filter(name -> name.startsWith(PREFIX) && !KEYS.contains(key(name)))
                        .peek(Settings::refuseNearMiss)
                        .sorted()
                        .toList();
    }

    static Settings of(String yaml, String fileName, Map<String, String> environment) {
        return new Settings(parse(yaml, fileName), environment);
    }

    static Settings ofEnvironment(Map<String, String> environment) {
        return new Settings(Map.of(), environment);
    }

    /// Reads the file; it must exist.
    static Settings ofFile(Path file, Map<String, String> environment) {
        try {
            return of(Files.readString(file), file.toString(), environment);
        } catch (NoSuchFileException _) {
            throw new ConfigException("There is no configuration file " + file);
        } catch (CharacterCodingException _) {
            throw new ConfigException(file + " is not UTF-8 text");
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read: " + e.getMessage());
        }
    }

    List<String> unknownVariables() {
        return unknownVariables;
    }

    @Nullable String text(String key) {
        return values.get(key);
    }

    String text(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    int integer(String key, int otherwise) {
        String value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException _) {
            throw new ConfigException(key + " must be a whole number, not " + value);
        }
    }

    List<String> list(String key) {
        return Arrays.stream(values.getOrDefault(key, "").split(","))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static Map<String, String> parse(String yaml, String fileName) {
        Object tree;
        try {
            tree = plainYaml().load(yaml);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ConfigException(
                    fileName + " is not YAML: line " + line + ", " + e.getProblem());
        } catch (YAMLException e) {
            throw new ConfigException(fileName + " is not YAML: " + e.getMessage());
        }
        if (tree == null) {
            return Map.of();
        }
        if (!(tree instanceof Map<?, ?> map)) {
            throw new ConfigException(fileName + " must hold lines such as port: 8080");
        }
        Map<String, String> values = new TreeMap<>();
        map.forEach((key, value) -> put(values, String.valueOf(key), value, fileName));
        return values;
    }

    /// YAML in which every value is the text it was written as. Otherwise `off` would be a boolean
    /// and a secret of digits a number.
    private static Yaml plainYaml() {
        var reading = new LoaderOptions();
        reading.setAllowDuplicateKeys(false);
        var writing = new DumperOptions();
        var everythingIsText =
                new Resolver() {
                    @Override
                    protected void addImplicitResolvers() {}
                };
        return new Yaml(
                new SafeConstructor(reading),
                new Representer(writing),
                writing,
                reading,
                everythingIsText);
    }

    private static void put(
            Map<String, String> values, String key, @Nullable Object value, String fileName) {
        if (!KEYS.contains(key)) {
            throw new ConfigException(
                    fileName
                            + " has an unknown key "
                            + key
                            + ". Did you mean "
                            + nearest(key)
                            + "? rostra-sample.yaml explains every key.");
        }
        switch (value) {
            case null -> {}
            case String text when text.isEmpty() -> {} // `key:` alone keeps the default
            case List<?> list ->
                    values.put(
                            key,
                            list.stream().map(String::valueOf).collect(Collectors.joining(",")));
            case Map<?, ?> _ -> throw new ConfigException(key + " must be a single value");
            default -> values.put(key, String.valueOf(value));
        }
    }

    private static void refuseNearMiss(String variable) {
        String nearest = nearest(key(variable));
        if (distance(key(variable), nearest) <= NEAR) {
            throw new ConfigException(
                    "The environment has an unknown variable "
                            + variable
                            + ". Did you mean "
                            + variable(nearest)
                            + "?");
        }
    }

    private static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String key(String variable) {
        return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String nearest(String unknown) {
        return KEYS.stream()
                .min((a, b) -> Integer.compare(distance(unknown, a), distance(unknown, b)))
                .orElseThrow();
    }

    /// How many letters must be changed, added or removed (Levenshtein).
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        Arrays.setAll(above, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
