package ecall.conformance

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.DynamicContainer
import org.junit.jupiter.api.DynamicContainer.dynamicContainer
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.parallel.Execution
import org.junit.jupiter.api.parallel.ExecutionMode
import java.io.File

/** Every conformance case is a test of its own, named as the case, of both faces; see tests/conformance/README.md. */
@Execution(ExecutionMode.CONCURRENT)
class ConformanceTest {
    private val folder = File(System.getProperty("ecall.repository"), "tests/conformance")
    private val ran: File? = System.getenv("CONFORMANCE_RAN")?.let(::File)
    private val cases = read("cases.json").getValue("cases").jsonArray.map { it.jsonObject }

    /** Only the cases whose name has this, for whoever looks for a fault. */
    private val only = System.getProperty("ecall.cases").orEmpty()
    private val known = read("known-failing.json")

    private fun read(name: String) = Json.parseToJsonElement(File(folder, name).readText()).jsonObject

    private fun knownOf(face: Face): JsonObject = known.getValue(face.language).jsonObject

    private fun tests(face: Face): DynamicContainer = dynamicContainer(
        face.language,
        cases.filter { only in it.getValue("name").jsonPrimitive.content }.map { case ->
            val name = case.getValue("name").jsonPrimitive.content
            dynamicTest(name) {
                ran?.let { synchronized(it) { it.appendText("${face.language} $name\n") } }
                when (val reason = knownOf(face)[name]) {
                    null -> runCase(case, face)
                    else -> assertThrows(Throwable::class.java, { runCase(case, face) }, "passes although listed: $reason")
                }
            }
        },
    )

    @TestFactory
    fun suspending() = tests(Face.SUSPENDING)

    @TestFactory
    fun blocking() = tests(Face.BLOCKING)

    @Test
    fun `lists no case as failing that does not exist`() {
        val names = cases.map { it.getValue("name").jsonPrimitive.content }.toSet()
        assertEquals(emptyList<String>(), Face.entries.flatMap { knownOf(it).keys }.filter { it !in names })
    }
}
