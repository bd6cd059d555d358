package io.rostra.platform.workspace;

import java.util.List;
import java.util.Optional;

/// The workspaces with the keys in force, held in memory. Thread-safe, does not block.
public final class Workspaces {

    /// @param workspaces the first is the one that is there from the first start
    /// @param retired keys that were replaced and still count
    private record State(List<Workspace> workspaces, List<RetiredKey> retired) {}

    private volatile State state;

    public Workspaces(List<Workspace> workspaces, List<RetiredKey> retired) {
        this.state = new State(List.copyOf(workspaces), List.copyOf(retired));
    }

    public List<Workspace> all() {
        return state.workspaces();
    }

    public List<RetiredKey> retired() {
        return state.retired();
    }

    /// The one that is there from the first start; the web app's.
    public Workspace first() {
        return all().getFirst();
    }

    public Optional<Workspace> byId(String id) {
        return all().stream().filter(workspace -> workspace.id().equals(id)).findFirst();
    }

    public Optional<Workspace> bySubdomain(String subdomain) {
        return all().stream()
                .filter(workspace -> workspace.subdomain().equals(subdomain))
                .findFirst();
    }

    public Optional<Workspace> byAccessKey(String accessKey) {
        return all().stream()
                .filter(workspace -> workspace.keys().accessKey().equals(accessKey))
                .findFirst();
    }

    public Optional<RetiredKey> retiredByAccessKey(String accessKey) {
        return retired().stream()
                .filter(key -> key.keys().accessKey().equals(accessKey))
                .findFirst();
    }

    /// Others hear of it with their next call.
    public void replace(List<Workspace> workspaces, List<RetiredKey> retired) {
        state = new State(List.copyOf(workspaces), List.copyOf(retired));
    }
}
