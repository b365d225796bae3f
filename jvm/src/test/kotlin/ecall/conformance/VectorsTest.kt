package ecall.conformance

import ecall.InvalidArgumentException
import ecall.Outcome
import ecall.Reassembler
import ecall.Text
import ecall.TextOptions
import ecall.ffi.Concatenation
import ecall.ffi.IncompleteText
import ecall.ffi.ReceivedPart
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicContainer.dynamicContainer
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory
import java.io.File
import java.util.HexFormat

/** Every vector of the codec's texts is a test of its own; see tests/vectors/README.md. */
class VectorsTest {
    @TestFactory
    fun vectors() = File(System.getProperty("ecall.repository"), "tests/vectors/text").listFiles()!!.sorted().map { file ->
        val cases = Json.parseToJsonElement(file.readText()).jsonObject.getValue("cases").jsonArray
        assertTrue(cases.isNotEmpty(), file.name)
        dynamicContainer(file.name, cases.map { it.jsonObject }.map { dynamicTest(it.getValue("name").text) { run(it) } })
    }

    private fun run(case: JsonObject) {
        val given = expanded(case.getValue("arguments")).jsonObject
        val stated = expanded(case.getValue("result")).jsonObject
        val found = call(case.getValue("call").text, given)
        for ((key, value) in stated) {
            assertTrue(key in found, "no result $key, but $found")
            matches(key, value, found[key])
        }
        assertTrue("error" !in found || "error" in stated, "failed: $found")
    }

    /** Texts with repetitions, under the key `text` at any depth, written out. */
    private fun expanded(value: JsonElement, key: String = ""): JsonElement = when {
        key == "text" && value is JsonArray -> JsonPrimitive(
            value.joinToString("") { if (it is JsonArray) it[0].text.repeat(it[1].jsonPrimitive.int) else it.text },
        )
        value is JsonArray -> JsonArray(value.map { expanded(it) })
        value is JsonObject -> JsonObject(value.mapValues { (name, item) -> expanded(item, name) })
        else -> value
    }

    private fun call(name: String, given: JsonObject): Map<String, Any?> {
        fun text(key: String) = given.getValue(key).text
        fun textOrNull(key: String) = given[key]?.takeUnless { it is JsonNull }?.text
        fun number(key: String) = given[key]?.jsonPrimitive?.int ?: 0
        fun octets(key: String) = HexFormat.of().parseHex(text(key))
        val options = TextOptions(
            referenceBits = given["reference"]?.jsonPrimitive?.int,
            channel = textOrNull("channel"),
            pageLimit = given["page_limit"]?.jsonPrimitive?.int,
            forceGsm = textOrNull("force_gsm")?.toBoolean(),
            wholeWords = textOrNull("whole_words")?.toBoolean(),
        )
        return when (name) {
            "measure" -> Text.measure(text("text"), options).let {
                mapOf(
                    "alphabet" to it.alphabet.name.lowercase(),
                    "pages" to it.pages,
                    "units" to it.units,
                    "units_left" to it.unitsLeft,
                    "page_units" to it.pageUnits,
                )
            }
            "estimate" -> estimate(Text.estimate(text("text"), options))
            "split" -> Text.split(text("text"), options).let {
                mapOf("alphabet" to it.alphabet.name.lowercase(), "pages" to it.pages.map { page -> mapOf("text" to page.text, "units" to page.units) })
            }
            "to_gsm" -> Text.toGsm(text("text")).let {
                mapOf("text" to it.text, "replacements" to it.replacements.map(::replacement), "left" to it.left.map(::position))
            }
            "gsm_encode" -> refusing(text("text")) { mapOf("septets" to hex(Text.encodeGsm(text("text")))) }
            "gsm_decode" -> mapOf("text" to Text.decodeGsm(octets("septets")))
            "gsm_decode_with" -> mapOf("text" to Text.decodeGsm(octets("septets"), textOrNull("locking"), textOrNull("single")))
            "gsm_cost" -> Text.measure(text("character")).let { mapOf("cost" to if (it.alphabet.name == "GSM") it.units else null) }
            "gsm_pack" -> mapOf("octets" to hex(Text.pack(octets("septets"), number("fill_bits"))))
            "gsm_unpack" -> mapOf("septets" to hex(Text.unpack(octets("octets"), number("septets"), number("fill_bits"))))
            "ucs2_encode" -> mapOf("octets" to hex(Text.encodeUcs2(text("text"))))
            "ucs2_decode" -> mapOf("text" to Text.decodeUcs2(octets("octets")))
            "latin1_encode" -> refusing(text("text")) { mapOf("octets" to hex(Text.encodeLatin1(text("text")))) }
            "latin1_decode" -> mapOf("text" to Text.decodeLatin1(octets("octets")))
            "msisdn_normalise" -> normalised(text("text"), textOrNull("default_country"))
            "national_language" -> language(number("code"))
            "udh_parse" -> header(octets("octets"))
            "udh_concatenation" -> written(given.getValue("concatenation").jsonObject)
            "reassemble" -> reassembled(given)
            else -> error("no call is named $name")
        }
    }

    private fun hex(octets: ByteArray) = HexFormat.of().formatHex(octets)

    private fun <T> errorOf(call: () -> T): Pair<T?, InvalidArgumentException?> =
        try {
            call() to null
        } catch (error: InvalidArgumentException) {
            assertEquals(Outcome.NOT_APPLICABLE, error.outcome)
            null to error
        }

    /** A text that an alphabet may not have; the place stands in the sentence only. */
    private fun refusing(given: String, call: () -> Map<String, Any?>): Map<String, Any?> {
        val (found, error) = errorOf(call)
        if (error == null) return found!!
        val problem = error.fields.single()
        assertEquals("alphabet", problem.rule)
        val codePoint = Regex("character number (\\d+)").find(error.message!!)!!.groupValues[1].toInt() - 1
        val at = given.offsetByCodePoints(0, codePoint)
        val before = given.substring(0, at)
        val position = mapOf(
            "character" to String(Character.toChars(given.codePointAt(at))),
            "byte" to before.toByteArray().size,
            "code_point" to codePoint,
            "utf16" to at,
        )
        return mapOf("error" to "not_encodable", "position" to position, "count" to problem.length)
    }

    private fun normalised(given: String, country: String?): Map<String, Any?> {
        val (number, error) = errorOf { Text.normaliseMsisdn(given, country) }
        if (error == null) return mapOf("number" to number)
        val problem = error.fields.single()
        assertEquals(if (problem.rule == "default_country") "default_country" else "text", problem.field)
        val place = Regex("character (\\d+) \\(counted from 0\\)").find(error.message!!)?.groupValues?.get(1)?.toInt()
        return mapOf("error" to problem.rule, "found" to problem.length, "limit" to problem.limit, "code_point" to place)
    }

    /** A language has its code in headers only. One that is reserved is as if it were not there. */
    private fun language(code: Int): Map<String, Any?> {
        val single = Text.parseHeader(byteArrayOf(6, 0x24, 1, 1, 0x24, 1, code.toByte())).single
        return mapOf("language" to single.takeUnless { it == "turkish" && code != 1 })
    }

    private fun numbers(found: Concatenation) =
        mapOf("reference" to found.reference, "bits" to found.bits, "total" to found.total, "number" to found.number)

    private fun header(octets: ByteArray): Map<String, Any?> {
        val (header, error) = errorOf { Text.parseHeader(octets) }
        if (error != null) return mapOf("error" to error.fields.single().rule)
        return mapOf(
            "elements" to header!!.elements.map { mapOf("id" to it.id, "data" to hex(it.data)) },
            "rest" to hex(header.body),
            "fill_bits" to header.fillBits,
            "concatenation" to header.concatenation?.let(::numbers),
            "locking" to header.locking,
            "single" to header.single,
        )
    }

    /** Nothing here writes a header, so the case is read the other way: the written header says what the case gives. */
    private fun written(given: JsonObject): Map<String, Any?> {
        fun number(key: String) = given.getValue(key).jsonPrimitive.int
        val bits = given["bits"]?.jsonPrimitive?.int ?: 8
        val reference = number("reference")
        val element = when (bits) {
            8 -> listOf(0, 3, reference, number("total"), number("number"))
            else -> listOf(8, 4, reference shr 8, reference and 0xff, number("total"), number("number"))
        }.map(Int::toByte).toByteArray()
        val whole = byteArrayOf(element.size.toByte()) + element
        assertEquals(Concatenation(reference, bits, number("total"), number("number")), Text.parseHeader(whole).concatenation)
        return mapOf("element" to hex(element), "header" to hex(whole))
    }

    private fun incomplete(text: IncompleteText): Map<String, Any?> = mapOf(
        "reference" to text.reference,
        "total" to text.total,
        "missing" to text.missing,
        "parts" to text.parts.map { listOf(it.number, it.body.decodeToString()) },
    )

    private fun reassembled(given: JsonObject): Map<String, Any?> {
        fun limit(key: String) = given[key]?.jsonPrimitive?.long
        val parts = Reassembler(limit("max_open")?.toInt() ?: 100, limit("timeout_ms"), limit("duplicate_ms"))
        val outcomes = given.getValue("steps").jsonArray.map { it.jsonObject }.map { step ->
            fun text(key: String, otherwise: String) = step[key]?.text ?: otherwise
            fun number(key: String, otherwise: Int) = step[key]?.jsonPrimitive?.int ?: otherwise
            step["expire_ms"]?.let { return@map parts.expire(it.jsonPrimitive.long).map(::incomplete) }
            val numbers = Concatenation(number("reference", 0), number("bits", 8), number("total", 0), number("number", 0))
            val part = ReceivedPart(text("from", "a"), text("to", "b"), numbers, text("text", "").toByteArray())
            val pushed = parts.push(part, step["at_ms"]?.jsonPrimitive?.long ?: 0)
            pushed.part?.let { assertEquals(part.concatenation, it.concatenation) }
            mapOf(
                "outcome" to pushed.outcome,
                "text" to pushed.text?.bodies?.joinToString("") { it.decodeToString() },
                "problem" to pushed.problem,
                "displaced" to pushed.displaced?.let(::incomplete),
            )
        }
        return mapOf("outcomes" to outcomes, "open" to parts.open)
    }
}
