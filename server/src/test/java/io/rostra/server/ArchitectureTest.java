package io.rostra.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;

/// Who may know whom. A module uses only what its lines in ARCHITECTURE.md lead down to.
@AnalyzeClasses(packages = "io.rostra", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule modules =
            layeredArchitecture()
                    .consideringOnlyDependenciesInAnyPackage("io.rostra..")
                    .layer("media")
                    .definedBy("io.rostra.media..")
                    .layer("webrtc")
                    .definedBy("io.rostra.webrtc..")
                    .layer("sfu")
                    .definedBy("io.rostra.sfu..")
                    .layer("streaming")
                    .definedBy("io.rostra.streaming..")
                    .layer("platform")
                    .definedBy("io.rostra.platform..")
                    .layer("signalling")
                    .definedBy("io.rostra.signalling..")
                    .layer("socketio")
                    .definedBy("io.rostra.socketio..")
                    .layer("server")
                    .definedBy("io.rostra.server..")
                    .whereLayer("media")
                    .mayNotAccessAnyLayer()
                    .whereLayer("webrtc")
                    .mayOnlyAccessLayers("media")
                    .whereLayer("sfu")
                    .mayOnlyAccessLayers("webrtc", "media")
                    .whereLayer("streaming")
                    .mayOnlyAccessLayers("sfu", "webrtc", "media")
                    .whereLayer("platform")
                    .mayNotAccessAnyLayer()
                    .whereLayer("socketio")
                    .mayNotAccessAnyLayer()
                    .whereLayer("signalling")
                    .mayOnlyAccessLayers("platform", "sfu", "webrtc", "media")
                    .whereLayer("server")
                    .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule mediaIsPlainJava =
            classes()
                    .that()
                    .resideInAPackage("io.rostra.media..")
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAPackage("io.rostra.media..").or(jdkOrAnnotation()))
                    .because("bytes to values and back need no library");

    @ArchTest
    static final ArchRule protocolsOpenNoSocket =
            noClasses()
                    .that()
                    .resideInAnyPackage("io.rostra.media..", "io.rostra.webrtc..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("java.nio.channels..")
                                    .or(type(Socket.class))
                                    .or(type(ServerSocket.class))
                                    .or(type(DatagramSocket.class)))
                    .because("they are fed with packets and time, and drained of packets");

    @ArchTest
    static final ArchRule onlyEdgesSpeakHttp =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "io.rostra.media..", "io.rostra.webrtc..", "io.rostra.sfu..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.vertx..", "com.fasterxml..");

    @ArchTest
    static final ArchRule webrtcPackagesPointOneWay =
            layeredArchitecture()
                    .consideringOnlyDependenciesInAnyPackage("io.rostra.webrtc..")
                    .withOptionalLayers(true)
                    .layer("stun")
                    .definedBy("io.rostra.webrtc.stun..")
                    .layer("ice")
                    .definedBy("io.rostra.webrtc.ice..")
                    .layer("dtls")
                    .definedBy("io.rostra.webrtc.dtls..")
                    .layer("srtp")
                    .definedBy("io.rostra.webrtc.srtp..")
                    .layer("sctp")
                    .definedBy("io.rostra.webrtc.sctp..")
                    .layer("datachannel")
                    .definedBy("io.rostra.webrtc.datachannel..")
                    .layer("sdp")
                    .definedBy("io.rostra.webrtc.sdp..")
                    .layer("peer")
                    .definedBy("io.rostra.webrtc.peer..")
                    .whereLayer("stun")
                    .mayNotAccessAnyLayer()
                    .whereLayer("ice")
                    .mayOnlyAccessLayers("stun")
                    .whereLayer("srtp")
                    .mayNotAccessAnyLayer()
                    .whereLayer("dtls")
                    .mayOnlyAccessLayers("srtp")
                    .whereLayer("sctp")
                    .mayNotAccessAnyLayer()
                    .whereLayer("datachannel")
                    .mayOnlyAccessLayers("sctp")
                    .whereLayer("sdp")
                    .mayNotAccessAnyLayer()
                    .whereLayer("peer")
                    .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule onlyTheStoreSpeaksSql =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.rostra.platform.store..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.sql..", "org.jdbi..", "org.sqlite..", "org.flywaydb..");

    private static DescribedPredicate<JavaClass> jdkOrAnnotation() {
        return resideInAPackage("java..").or(resideInAPackage("org.jspecify.annotations.."));
    }
}
