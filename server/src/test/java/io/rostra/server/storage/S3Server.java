package io.rostra.server.storage;

import io.rostra.platform.store.UploadStore.Place;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;

/// An S3 server that keeps its objects in memory, and checks signatures.
final class S3Server implements AutoCloseable {

    static final String BUCKET = "recordings";
    static final String KEY = "s3-key";
    static final String SECRET = "s3-very-secret";

    private final int port;
    private final BlobStore objects =
            ContextBuilder.newBuilder("transient")
                    .credentials("any", "any")
                    .overrides(new Properties())
                    .build(BlobStoreContext.class)
                    .getBlobStore();
    private S3Proxy server;

    /// It has an address, but does not listen yet.
    S3Server() throws IOException {
        try (var probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        objects.createContainerInLocation(null, BUCKET);
    }

    S3Server start() throws Exception {
        server =
                S3Proxy.builder()
                        .blobStore(objects)
                        .endpoint(URI.create(endpoint()))
                        .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY, SECRET)
                        .build();
        server.start();
        return this;
    }

    String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    StorageTarget target(String prefix) {
        return new StorageTarget(new Place(endpoint(), "us-east-1", BUCKET, prefix), KEY, SECRET);
    }

    boolean has(String key) {
        return objects.blobExists(BUCKET, key);
    }

    @Override
    public void close() throws Exception {
        if (server != null) {
            server.stop();
        }
    }
}
