package dev.skep.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the rules of the house (docs/architecture.md): who may use whom, and who may touch the process. */
class HouseTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.skep");

    /** Everybody may use bpf: the others' interfaces are made of its records. */
    @ParameterizedTest
    @CsvSource({
        "bpf,",
        "kernel, bpf",
        "lang, bpf",
        "symbols, bpf",
        "trace, bpf kernel lang symbols",
        "cli, bpf kernel lang symbols trace",
    })
    void aModuleUsesOnlyThoseOfItsRow(String module, @Nullable String row) {
        String[] allowed = (row == null ? "" : row + " ").concat(module).split(" ");
        for (int i = 0; i < allowed.length; i++) {
            allowed[i] = "dev.skep." + allowed[i] + "..";
        }
        classes()
                .that()
                .resideInAPackage("dev.skep." + module + "..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed)
                        .or(resideInAnyPackage("java..", "sun.misc..", "org.jspecify.annotations..")))
                .allowEmptyShould(true)
                .check(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpf", "kernel", "lang", "cli"})
    void itsClassesAreSeen(String module) {
        assertThat(ALL.that(resideInAPackage("dev.skep." + module + ".."))).isNotEmpty();
    }

    @Test
    void onlyKernelCallsNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.skep.kernel..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.SymbolLookup")
                .check(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lang", "symbols", "trace", "cli"})
    void packagesDoNotGoInCircles(String module) {
        slices().matching("dev.skep." + module + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(ALL);
    }

    @Test
    void onlyTheCommandEndsTheProcess() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.skep.cli..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .orShould()
                .callMethod(Runtime.class, "addShutdownHook", Thread.class)
                .check(ALL);
    }

    @Test
    void librariesDoNotPrint() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.skep.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(ALL);
    }
}
