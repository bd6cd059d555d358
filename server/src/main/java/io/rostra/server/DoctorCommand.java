package io.rostra.server;

import java.util.List;

/// `rostra doctor`: looks at what the server will need, and says what to do about what is missing.
/// Works beside a running server. Ends with 1 when the server could not start or not go live.
public final class DoctorCommand {

    private DoctorCommand() {}

    public static void main(String[] args) {
        try {
            if (args.length != 0) {
                throw new ConfigException("Usage: rostra doctor");
            }
            ServerConfig config = Main.config(args, System.getenv());
            List<Doctor.Finding> findings = new Doctor(config).examine();
            findings.forEach(DoctorCommand::print);
            boolean ill = findings.stream().anyMatch(f -> f.verdict() == Doctor.Verdict.BAD);
            System.out.println(
                    ill ? "Something has to be mended first." : "Rostra can run on this machine.");
            System.exit(ill ? 1 : 0);
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void print(Doctor.Finding finding) {
        String mark =
                switch (finding.verdict()) {
                    case GOOD -> "ok  ";
                    case NOTE -> "note";
                    case BAD -> "BAD ";
                };
        System.out.println(mark + "  " + finding.what());
        if (!finding.advice().isEmpty()) {
            System.out.println("      -> " + finding.advice());
        }
    }
}
