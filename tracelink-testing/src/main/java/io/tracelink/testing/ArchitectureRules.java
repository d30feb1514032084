package io.tracelink.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.nio.file.Path;
import java.util.List;

/**
 * What holds for the classes of every product module, and the rules of the hot ones. Each module checks its own
 * compiled classes in a test of its own.
 */
public final class ArchitectureRules
{
    private static final String[] JAVA_BASE =
        {"java.lang..", "java.util..", "java.nio..", "java.io", "java.time..", "java.math"};

    private static final List<String> BOXES = List.of(
        "java.lang.Boolean",
        "java.lang.Byte",
        "java.lang.Character",
        "java.lang.Short",
        "java.lang.Integer",
        "java.lang.Long",
        "java.lang.Float",
        "java.lang.Double");

    private static final List<String> FILE_MAPPERS =
        List.of("IoUtil", "MarkFile", "MappedByteBuffer", "MappedResizeableBuffer");

    /**
     * Of the classes that load from memory whose bounds are known already, one in a module.
     */
    private static final String CHECKED_MEMORY = "Memory";
    private static final List<String> UNSAFE = List.of("Unsafe", "UnsafeAccess", "UnsafeApi");

    private ArchitectureRules()
    {
    }

    /**
     * The compiled classes of the module whose tests run, without its tests.
     *
     * @return the classes of the module.
     */
    public static JavaClasses classesOfThisModule()
    {
        return new ClassFileImporter().importPath(Path.of(System.getProperty("basedir", ""), "target", "classes"));
    }

    /**
     * Check what holds for every product module: it lives in its own package, uses nothing but the basics of Java, the
     * packages that it was given and nobody else's {@code internal} ones; it never ends the process, sleeps, prints,
     * reaches for Unsafe or logs by {@code java.util.logging}.
     *
     * @param classes  of the module.
     * @param home     package of the module, such as {@code io.tracelink.core}.
     * @param packages that the module may use besides its own, in ArchUnit's notation.
     */
    public static void checkModule(final JavaClasses classes, final String home, final String... packages)
    {
        final DescribedPredicate<JavaClass> own = resideInAPackage(home + "..");
        final DescribedPredicate<JavaClass> given = resideInAnyPackage(packages);

        classes().should().resideInAPackage(home + "..").check(classes);
        classes().should().onlyDependOnClassesThat(own.or(given).or(resideInAnyPackage(JAVA_BASE)))
            .check(classes);
        noClasses().should().dependOnClassesThat(resideInAPackage("io.tracelink..internal..").and(not(own)))
            .check(classes);
        noClasses().should()
            .accessTargetWhere(target(List.of("java.lang.System", "java.lang.Runtime"), "exit", "halt"))
            .because("only a program ends its process, never a library").check(classes);
        noClasses().should()
            .accessTargetWhere(target(List.of("java.lang.Thread", "java.util.concurrent.TimeUnit"), "sleep"))
            .because("waiting is the business of an idle strategy").check(classes);
        noClasses().that().doNotHaveSimpleName(CHECKED_MEMORY).should().dependOnClassesThat(
            describe("are Unsafe", (javaClass) -> UNSAFE.contains(javaClass.getSimpleName())))
            .because("Agrona's buffers and VarHandle do it").check(classes);
        noClasses().should().dependOnClassesThat(resideInAPackage("java.util.logging.."))
            .because("a library leaves the choice of the logger to its user").check(classes);
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(classes);
    }

    /**
     * A module without I/O touches neither files nor sockets, whether by the JDK or by Agrona.
     *
     * @return the rule.
     */
    public static ArchRule noInputOutput()
    {
        return noClasses().should().dependOnClassesThat(resideInAnyPackage(
            "java.io..", "java.net..", "java.nio.file..", "java.nio.channels..", "org.agrona.nio..")
            .or(describe("map files", (javaClass) -> FILE_MAPPERS.contains(javaClass.getSimpleName()))));
    }

    /**
     * A hot module uses neither streams nor a logger and builds no texts with {@code String.format}.
     *
     * @return the rule.
     */
    public static ArchRule noStreamsLoggersAndFormats()
    {
        return noClasses().should().dependOnClassesThat(resideInAnyPackage(
            "java.util.stream..", "java.util.logging..", "org.slf4j..", "java.util.regex..", "java.text.."))
            .orShould().accessTargetWhere(target(List.of("java.lang.String"), "format", "formatted"))
            .because("they allocate, and these classes run for every frame");
    }

    /**
     * Nothing is boxed by classes that run for every frame. What is run once, a Context and an exception, is left out.
     *
     * @return the rule.
     */
    public static ArchRule noBoxing()
    {
        return noClasses().that(not(simpleNameEndingWith("Context").or(assignableTo(Throwable.class))))
            .should().accessTargetWhere(target(BOXES, "valueOf"))
            .because("boxing allocates, and these classes run for every frame");
    }

    private static DescribedPredicate<JavaAccess<?>> target(final List<String> owners, final String... names)
    {
        final List<String> methods = List.of(names);

        return describe(
            "the target is one of " + methods + " of " + owners,
            (access) -> methods.contains(access.getTarget().getName()) &&
                owners.contains(access.getTarget().getOwner().getName()));
    }
}
