package io.rostra.server.storage;

import io.rostra.platform.store.UploadStore.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// One bucket of an S3-compatible server. Calls block; thread-safe.
final class ObjectStorage implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /// S3 takes at most so many parts of a file.
    private static final int MOST_PARTS = 10_000;

    private static final long PART_BYTES = 16L << 20;

    private final String bucket;
    private final S3Client client;
    private final S3Presigner presigner;
    private final long partBytes;

    private ObjectStorage(String bucket, S3Client client, S3Presigner presigner, long partBytes) {
        this.bucket = bucket;
        this.client = client;
        this.presigner = presigner;
        this.partBytes = partBytes;
    }

    static ObjectStorage open(StorageTarget target) {
        return open(target, PART_BYTES);
    }

    /// @param partBytes of which large files are sent; 5 MiB at least, says S3
    static ObjectStorage open(StorageTarget target, long partBytes) {
        Place place = target.place();
        var credentials =
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(target.accessKey(), target.secret()));
        Region region = Region.of(place.region());
        URI endpoint = place.endpoint() == null ? null : URI.create(place.endpoint());
        // Others than Amazon rarely have a host name for each bucket.
        var style = S3Configuration.builder().pathStyleAccessEnabled(endpoint != null).build();
        return new ObjectStorage(
                place.bucket(),
                S3Client.builder()
                        .httpClient(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT)
                                        .socketTimeout(SILENCE)
                                        .build())
                        .credentialsProvider(credentials)
                        .region(region)
                        .endpointOverride(endpoint)
                        .serviceConfiguration(style)
                        // Newer checksums are unknown to many a compatible server.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .build(),
                S3Presigner.builder()
                        .credentialsProvider(credentials)
                        .region(region)
                        .endpointOverride(endpoint)
                        .serviceConfiguration(style)
                        .build(),
                partBytes);
    }

    /// Uploads a file; afterwards it is there whole, or not at all.
    void put(String key, Path file, String contentType) throws IOException {
        long size = Files.size(file);
        try {
            if (size <= partBytes) {
                client.putObject(
                        put -> put.bucket(bucket).key(key).contentType(contentType),
                        RequestBody.fromFile(file));
            } else {
                putParts(key, file, size, contentType);
            }
        } catch (SdkException | UncheckedIOException e) {
            throw new IOException(inPlainWords(e), e);
        }
    }

    private void putParts(String key, Path file, long size, String contentType) {
        String upload =
                client.createMultipartUpload(
                                start -> start.bucket(bucket).key(key).contentType(contentType))
                        .uploadId();
        try {
            long each = Math.max(partBytes, size / (MOST_PARTS - 1));
            List<CompletedPart> parts = new ArrayList<>();
            for (long from = 0; from < size; from += each) {
                parts.add(
                        putPart(
                                key,
                                upload,
                                parts.size() + 1,
                                new Range(file, from, Math.min(each, size - from))));
            }
            client.completeMultipartUpload(end ->
                    end.bucket(bucket)
                            .key(key)
                            .uploadId(upload)
                            .multipartUpload(all -> all.parts(parts)));
        } catch (SdkException | UncheckedIOException e) {
            abort(key, upload);
            throw e;
        }
    }

    private CompletedPart putPart(String key, String upload, int number, Range range) {
        String tag =
                client.uploadPart(
                                part ->
                                        part.bucket(bucket)
                                                .key(key)
                                                .uploadId(upload)
                                                .partNumber(number),
                                RequestBody.fromContentProvider(
                                        range::open, range.length(), "application/octet-stream"))
                        .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    /// What is there of an unfinished upload costs money otherwise.
    private void abort(String key, String upload) {
        try {
            client.abortMultipartUpload(end -> end.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException _) {
            // Then the bucket's own rules have to clean up.
        }
    }

    /// @param length bytes
    private record Range(Path file, long from, long length) {

        /// Anew for each attempt.
        InputStream open() {
            try {
                FileChannel channel = FileChannel.open(file);
                channel.position(from);
                return new Bounded(Channels.newInputStream(channel), length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Ends after a number of bytes.
    private static final class Bounded extends java.io.FilterInputStream {
        private long left;

        Bounded(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            int next = left > 0 ? super.read() : -1;
            left -= next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = left > 0 ? super.read(bytes, offset, (int) Math.min(length, left)) : -1;
            left -= Math.max(0, count);
            return count;
        }
    }

    void delete(String key) throws IOException {
        try {
            client.deleteObject(delete -> delete.bucket(bucket).key(key));
        } catch (SdkException e) {
            throw new IOException(inPlainWords(e), e);
        }
    }

    /// A link by which anybody can fetch the file for a while. Asks nobody.
    URI link(String key, Duration validFor) {
        return URI.create(
                presigner
                        .presignGetObject(sign ->
                                sign.signatureDuration(validFor)
                                        .getObjectRequest(get -> get.bucket(bucket).key(key)))
                        .url()
                        .toString());
    }

    /// One line; the server's words may be anything.
    private static String inPlainWords(Exception e) {
        String message = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " ");
        return message.length() <= 300 ? message : message.substring(0, 300);
    }

    @Override
    public void close() {
        client.close();
        presigner.close();
    }
}
