package io.rostra.webrtc.srtp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The functions of OpenSSL's libcrypto (3.0 and later) that AES-GCM takes, from the system's
/// library. Calls are short and do not block, and so are made without leaving the state of Java
/// threads; arrays of the heap are handed over as they are. Thread-safe. A record, since the
/// compiler takes only the handles in records and in static fields for constants.
record Libcrypto(
        MethodHandle newContext,
        MethodHandle freeContext,
        MethodHandle init,
        MethodHandle update,
        MethodHandle end,
        MethodHandle control,
        MemorySegment aes128,
        MemorySegment aes256) {

    private static final List<String> NAMES = List.of("libcrypto.so.4", "libcrypto.so.3");
    private static final int SET_TAG = 0x11;
    private static final int GET_TAG = 0x10;
    private static final @Nullable Libcrypto INSTANCE = load();

    private static Libcrypto of(SymbolLookup library) throws Throwable {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor made = FunctionDescriptor.of(ADDRESS);
        Linker.Option onHeap = Linker.Option.critical(true);
        return new Libcrypto(
                linker.downcallHandle(library.findOrThrow("EVP_CIPHER_CTX_new"), made),
                linker.downcallHandle(
                        library.findOrThrow("EVP_CIPHER_CTX_free"),
                        FunctionDescriptor.ofVoid(ADDRESS)),
                linker.downcallHandle(
                        library.findOrThrow("EVP_CipherInit_ex"),
                        FunctionDescriptor.of(
                                JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT),
                        onHeap),
                linker.downcallHandle(
                        library.findOrThrow("EVP_CipherUpdate"),
                        FunctionDescriptor.of(
                                JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT),
                        onHeap),
                linker.downcallHandle(
                        library.findOrThrow("EVP_CipherFinal_ex"),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS),
                        onHeap),
                linker.downcallHandle(
                        library.findOrThrow("EVP_CIPHER_CTX_ctrl"),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS),
                        onHeap),
                cipher(linker, library.findOrThrow("EVP_aes_128_gcm")),
                cipher(linker, library.findOrThrow("EVP_aes_256_gcm")));
    }

    private static MemorySegment cipher(Linker linker, MemorySegment maker) throws Throwable {
        return (MemorySegment)
                linker.downcallHandle(maker, FunctionDescriptor.of(ADDRESS)).invokeExact();
    }

    /// Whether the system has the library; `rostra.webrtc.libcrypto=false` says it has not.
    static boolean present() {
        return INSTANCE != null;
    }

    private static @Nullable Libcrypto load() {
        if (System.getProperty("rostra.webrtc.libcrypto", "true").equals("false")) {
            return null;
        }
        for (String name : NAMES) {
            try {
                return of(SymbolLookup.libraryLookup(name, Arena.global()));
            } catch (Throwable e) {
                // Not there, or not what its name says: the next one, and the JDK's own at last.
            }
        }
        return null;
    }

    private static Libcrypto instance() {
        Libcrypto present = INSTANCE;
        if (present == null) {
            throw new IllegalStateException("no libcrypto");
        }
        return present;
    }

    /// A context with a key, freed when nobody holds it any more.
    ///
    /// @param key 16 or 32 bytes
    static MemorySegment context(byte[] key, boolean sealing) {
        Libcrypto library = instance();
        try {
            MemorySegment context = (MemorySegment) library.newContext.invokeExact();
            MemorySegment kept = context.reinterpret(Arena.ofAuto(), library::free);
            MemorySegment cipher = key.length == 16 ? library.aes128 : library.aes256;
            check(
                    (int)
                            library.init.invokeExact(
                                    kept,
                                    cipher,
                                    MemorySegment.NULL,
                                    MemorySegment.ofArray(key),
                                    MemorySegment.NULL,
                                    sealing ? 1 : 0));
            return kept;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private void free(MemorySegment context) {
        try {
            freeContext.invokeExact(context);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    static void begin(MemorySegment context, MemorySegment iv, boolean sealing) {
        try {
            check(
                    (int)
                            instance()
                                    .init
                                    .invokeExact(
                                            context,
                                            MemorySegment.NULL,
                                            MemorySegment.NULL,
                                            MemorySegment.NULL,
                                            iv,
                                            sealing ? 1 : 0));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /// @param out [MemorySegment#NULL] for bytes that are only authenticated
    /// @param count where the number of bytes goes that were written
    static void update(
            MemorySegment context,
            MemorySegment out,
            MemorySegment count,
            MemorySegment in,
            int length) {
        try {
            check((int) instance().update.invokeExact(context, out, count, in, length));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /// @return false when the tag is wrong
    static boolean end(MemorySegment context, MemorySegment out, MemorySegment count) {
        try {
            return (int) instance().end.invokeExact(context, out, count) > 0;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    static void getTag(MemorySegment context, MemorySegment tag) {
        control(context, GET_TAG, tag);
    }

    static void setTag(MemorySegment context, MemorySegment tag) {
        control(context, SET_TAG, tag);
    }

    private static void control(MemorySegment context, int what, MemorySegment tag) {
        try {
            check((int) instance().control.invokeExact(context, what, Gcm.TAG_LENGTH, tag));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private static void check(int result) {
        if (result <= 0) {
            throw new IllegalStateException("libcrypto refused a checked buffer");
        }
    }

    private static RuntimeException failed(Throwable e) {
        return e instanceof RuntimeException known
                ? known
                : new IllegalStateException("libcrypto", e);
    }
}
