package dev.sluice.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The arrows of docs/architecture.md, checked on the compiled classes of all modules.
class ArchitectureTest {
    private static final String ROOT = "dev.sluice.";

    private static final JavaClasses SLUICE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/jmh_generated/")).importPackages("dev.sluice");

    /// Which packages a package may use, besides itself. What is not in here may not exist.
    private static final Map<String, List<String>> ARROWS = Map.ofEntries(
            Map.entry("wire", List.of()),
            Map.entry("testkit", List.of("wire")),
            Map.entry("sdp", List.of()),
            Map.entry("rtp", List.of("wire")),
            Map.entry("ice", List.of("wire")),
            Map.entry("ice.turn", List.of("wire", "ice")),
            Map.entry("dtlssrtp", List.of("wire")),
            Map.entry("peerconnection", List.of("wire", "sdp", "rtp", "ice", "dtlssrtp")),
            Map.entry("sfu.core", List.of("wire", "sdp", "rtp", "ice", "dtlssrtp")),
            Map.entry("sfu.signaling", List.of("wire", "sfu.core")),
            Map.entry("sfu.server", List.of("wire", "sdp", "rtp", "ice", "dtlssrtp", "sfu.core", "sfu.signaling")),
            Map.entry("bench",
                    List.of("wire", "testkit", "sdp", "rtp", "ice", "dtlssrtp", "peerconnection", "sfu.core",
                            "sfu.signaling", "sfu.server")),
            Map.entry("bench.load", List.of("wire", "testkit", "sdp", "rtp", "ice", "dtlssrtp", "peerconnection")));

    /// Which packages may use the types of a third party.
    private static final Map<String, List<String>> CONTAINMENT = Map.of(
            "org.ice4j", List.of("ice"),
            "org.bouncycastle", List.of("dtlssrtp"),
            "org.jitsi.srtp", List.of("dtlssrtp"),
            "org.jitsi.utils", List.of("ice", "dtlssrtp"),
            "io.vertx", List.of("sfu.server"),
            "io.netty", List.of("sfu.server"),
            "org.jctools", List.of("sfu.server"),
            "io.micrometer", List.of("sfu.server"),
            "org.openjdk.jmh", List.of("bench"));

    @Test
    void everyPackageHasItsPlaceInTheDrawing() {
        classes().should().resideInAnyPackage(packages(ARROWS.keySet().stream())).check(SLUICE);
    }

    @TestFactory
    Stream<DynamicTest> modulesDependOnlyWhereAnArrowPoints() {
        return sorted(ARROWS).map(arrow -> DynamicTest.dynamicTest(arrow.getKey(), () -> {
            String[] allowed = packages(Stream.concat(Stream.of(arrow.getKey()), arrow.getValue().stream()));
            noClasses().that().resideInAPackage(ROOT + arrow.getKey())
                    .should().dependOnClassesThat(areOursButNotIn(allowed))
                    .check(SLUICE);
        }));
    }

    @TestFactory
    Stream<DynamicTest> thirdPartyTypesStopAtTheModuleThatWrapsThem() {
        return sorted(CONTAINMENT).map(party -> DynamicTest.dynamicTest(party.getKey(), () -> noClasses()
                .that().resideOutsideOfPackages(packages(party.getValue().stream()))
                .should().dependOnClassesThat().resideInAPackage(party.getKey() + "..")
                .check(SLUICE)));
    }

    @Test
    void theCoreOfTheServerAndItsSignalingKnowNoSocketAndNoThread() {
        noClasses().that().resideInAnyPackage(ROOT + "sfu.core", ROOT + "sfu.signaling")
                .should().dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "java.net.http..", "com.sun.net..")
                .orShould().dependOnClassesThat()
                .belongToAnyOf(Thread.class, java.net.DatagramSocket.class, java.net.Socket.class,
                        java.net.ServerSocket.class)
                .check(SLUICE);
    }

    @Test
    void onlyLoopsAndTheServerReadTheClock() {
        noClasses().that().resideOutsideOfPackages(packages(Stream.of("sfu.server", "bench", "bench.load")))
                .and().haveSimpleNameNotEndingWith("UdpLoop")
                .should().callMethod(System.class, "nanoTime").orShould().callMethod(System.class, "currentTimeMillis")
                .check(SLUICE);
    }

    @Test
    void protocolsTakeTimeAsALong() {
        methods().that().haveName("deadline").should().haveRawReturnType(long.class).check(SLUICE);
        methods().that().haveName("onTime").and().areDeclaredInClassesThat()
                .resideInAnyPackage(packages(Stream.of("rtp", "ice", "ice.turn", "dtlssrtp", "sfu.core")))
                .should(TakeNow.FIRST).check(SLUICE);
    }

    @Test
    void theClassesOfAllModulesAreThere() {
        for (String module : ARROWS.keySet()) {
            assertTrue(SLUICE.stream().anyMatch(type -> type.getPackageName().equals(ROOT + module)),
                    "no class of " + module + " on the class path");
        }
    }

    private static Stream<Map.Entry<String, List<String>>> sorted(Map<String, List<String>> map) {
        return map.entrySet().stream().sorted(Map.Entry.comparingByKey());
    }

    private static String[] packages(Stream<String> names) {
        return names.map(name -> ROOT + name).toArray(String[]::new);
    }

    private static DescribedPredicate<JavaClass> areOursButNotIn(String... allowed) {
        return DescribedPredicate.describe("belong to other modules than " + String.join(", ", allowed),
                type -> type.getPackageName().startsWith(ROOT)
                        && Arrays.stream(allowed).noneMatch(type.getPackageName()::equals));
    }
}
