package ecall.conformance

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.booleanOrNull
import kotlinx.serialization.json.doubleOrNull

/** Whether [found] is what a case states: objects as subsets, placeholders as they say. */
fun matches(where: String, stated: JsonElement, found: Any?) {
    when (stated) {
        is JsonNull -> check(found == null) { "$where: $found where nothing was expected" }
        is JsonArray -> {
            check(found is List<*> && found.size == stated.size) { "$where: $found, not $stated" }
            stated.forEachIndexed { index, item -> matches("$where[$index]", item, found[index]) }
        }
        is JsonPrimitive -> check(same(stated, found)) { "$where: $found, not $stated" }
        is JsonObject -> when {
            "\$present" in stated -> check(found != null) { "$where is absent" }
            "\$null" in stated -> check(found == null) { "$where: $found where nothing was expected" }
            "\$regex" in stated -> {
                val expression = (stated.getValue("\$regex") as JsonPrimitive).content
                check(found is String && Regex(expression).containsMatchIn(found)) { "$where: $found lacks $expression" }
            }
            else -> {
                check(found is Map<*, *>) { "$where: $found, not $stated" }
                stated.forEach { (key, value) -> member(where, key, value, found, stated) }
            }
        }
    }
}

/** Keys of errors are not all compared like the rest. */
private fun member(where: String, key: String, stated: JsonElement, found: Map<*, *>, all: JsonObject) {
    val everything = found["everything"] as? String ?: return matches("$where.$key", stated, found[key])
    when (key) {
        "fields" -> fields(stated as JsonArray, found["fields"] as List<*>, "fields_exact" in all)
        "fields_exact" -> Unit
        "message_contains" -> (stated as JsonArray).forEach {
            val part = (it as JsonPrimitive).content
            check(part in found["message"] as String) { "$where: ${found["message"]} lacks $part" }
        }
        "message_not_contains" -> (stated as JsonArray).forEach {
            val part = (it as JsonPrimitive).content
            check(part !in everything) { "$where: $everything holds $part" }
        }
        else -> matches("$where.$key", stated, found[key])
    }
}

private fun same(stated: JsonPrimitive, found: Any?): Boolean = when {
    stated.isString -> found == stated.content
    stated.booleanOrNull != null -> found == stated.booleanOrNull
    else -> found is Number && found.toDouble() == stated.doubleOrNull
}

/** Whether every stated problem is among the found ones, and with [all] no other. */
private fun fields(stated: JsonArray, found: List<*>, all: Boolean) {
    for (one in stated.map { it as JsonObject }) {
        fun text(name: String) = (one.getValue(name) as JsonPrimitive).content
        val there = found.map { it as Map<*, *> }.any { other ->
            (other["field"] as String).equals(text("field"), ignoreCase = true) && other["rule"] == text("rule") &&
                listOf("length", "limit").all { it !in one || same(one.getValue(it) as JsonPrimitive, other[it]) }
        }
        check(there) { "no $one among $found" }
    }
    if (all) check(found.size == stated.size) { "more problems than stated: $found" }
}

/** Whether [found] is exactly what the case states. */
fun exactly(where: String, stated: JsonElement, found: JsonElement?) {
    check(found != null && equal(stated, found)) { "$where: $found, not $stated" }
}

/** Numbers are compared by value. */
private fun equal(stated: JsonElement, found: JsonElement): Boolean = when (stated) {
    is JsonNull -> found is JsonNull
    is JsonArray -> found is JsonArray && stated.size == found.size && stated.zip(found).all { (one, other) -> equal(one, other) }
    is JsonPrimitive -> found is JsonPrimitive && found !is JsonNull && same(stated, plain(found))
    is JsonObject ->
        found is JsonObject && stated.keys == found.keys && stated.all { (key, value) -> equal(value, found.getValue(key)) }
}

/** Whether a number lies within bounds, both included. */
fun within(where: String, bounds: JsonObject, found: Double) {
    fun bound(name: String) = (bounds[name] as? JsonPrimitive)?.doubleOrNull
    val low = bound("min") ?: Double.NEGATIVE_INFINITY
    val high = bound("max") ?: Double.POSITIVE_INFINITY
    check(found in low..high) { "$where: $found, not $bounds" }
}
