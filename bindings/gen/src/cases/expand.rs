//! What a case file may use to say much in few words, and adapters never see: a `matrix` of rows, `${variable}`,
//! and `$repeat` for long texts and lists.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::Result;

/// The cases of one file with their names: one, or one per row of its matrix.
///
/// A row has a `name` and values for the file's variables; `defaults` beside the matrix holds values for the rows that
/// do not give their own. A text that is exactly `${variable}` becomes the value,
/// whatever its type; inside a longer text the value is inserted as text. A member whose whole value is a
/// variable that the row does not have is left out.
pub fn expand(stem: &str, file: Value) -> Result<Vec<(String, Value)>> {
    let Value::Object(mut template) = file else { return Err("a case is an object".to_owned()) };
    let defaults = match template.remove("defaults") {
        None => Map::new(),
        Some(Value::Object(defaults)) if template.contains_key("matrix") => defaults,
        Some(_) => return Err("defaults: an object beside a matrix".to_owned()),
    };
    let rows = match template.remove("matrix") {
        None => return Ok(vec![finish(stem.to_owned(), template, &Map::new(), &mut BTreeSet::new())?]),
        Some(Value::Array(rows)) if !rows.is_empty() => rows,
        Some(_) => return Err("matrix: a list of rows".to_owned()),
    };
    let known: BTreeSet<String> =
        rows.iter().filter_map(Value::as_object).chain([&defaults]).flat_map(Map::keys).cloned().collect();
    let mut used = BTreeSet::from(["name".to_owned()]);
    let mut cases = Vec::new();
    for row in rows {
        let Value::Object(given) = row else { return Err("matrix: a row is an object".to_owned()) };
        let mut row = defaults.clone();
        row.extend(given);
        let Some(name) = row.get("name").and_then(Value::as_str) else {
            return Err("matrix: a row needs a name, in quotes where it could be read as a number".to_owned());
        };
        let case = finish(format!("{stem}_{name}"), template.clone(), &row, &mut used)
            .map_err(|problem| format!("row {name}: {problem}"))?;
        cases.push(case);
    }
    if let Some(unknown) = used.difference(&known).next() {
        return Err(format!("${{{unknown}}}: no row of the matrix has this variable"));
    }
    if let Some(unused) = known.difference(&used).next() {
        return Err(format!("matrix: the variable {unused} is not used"));
    }
    Ok(cases)
}

fn finish(
    name: String,
    template: Map<String, Value>,
    row: &Map<String, Value>,
    used: &mut BTreeSet<String>,
) -> Result<(String, Value)> {
    // Twice, because the value of a variable may itself repeat something or name another variable.
    let once = substitute(Value::Object(template), row, used)?.unwrap_or_default();
    let twice = substitute(once, row, used)?.unwrap_or_default();
    let mut case = repeat(twice)?;
    if let Some(case) = case.as_object_mut() {
        case.insert("name".to_owned(), Value::String(name.clone()));
    }
    Ok((name, case))
}

/// `None` where the value is a variable that the row does not have.
fn substitute(value: Value, row: &Map<String, Value>, used: &mut BTreeSet<String>) -> Result<Option<Value>> {
    Ok(Some(match value {
        Value::String(text) => {
            if let Some(variable) = whole_variable(&text) {
                used.insert(variable.to_owned());
                return Ok(row.get(variable).cloned());
            }
            Value::String(insert(&text, row, used)?)
        }
        Value::Array(items) => {
            let mut kept = Vec::new();
            for item in items {
                kept.extend(substitute(item, row, used)?);
            }
            Value::Array(kept)
        }
        Value::Object(members) => {
            let mut kept = Map::new();
            for (key, value) in members {
                if let Some(value) = substitute(value, row, used)? {
                    kept.insert(key, value);
                }
            }
            Value::Object(kept)
        }
        other => other,
    }))
}

fn whole_variable(text: &str) -> Option<&str> {
    let name = text.strip_prefix("${")?.strip_suffix('}')?;
    (!name.contains('}')).then_some(name)
}

fn insert(text: &str, row: &Map<String, Value>, used: &mut BTreeSet<String>) -> Result<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (variable, tail) = after.split_once('}').ok_or_else(|| format!("{text}: ${{ without }}"))?;
        used.insert(variable.to_owned());
        out.push_str(before);
        match row.get(variable) {
            Some(Value::String(value)) => out.push_str(value),
            Some(value) => out.push_str(&value.to_string()),
            None => return Err(format!("{text}: the row has no {variable}")),
        }
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

/// `{$repeat: "a", times: 4096}` is a text, `{$repeat: {…}, times: 11}` a list.
fn repeat(value: Value) -> Result<Value> {
    Ok(match value {
        Value::Array(items) => items.into_iter().map(repeat).collect::<Result<_>>()?,
        Value::Object(mut members) => match members.remove("$repeat") {
            None => {
                let mut kept = Map::new();
                for (key, value) in members {
                    kept.insert(key, repeat(value)?);
                }
                Value::Object(kept)
            }
            Some(what) => {
                let times =
                    members.get("times").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
                let (Some(times), 1) = (times, members.len()) else {
                    return Err("$repeat: needs `times` beside it and nothing else".to_owned());
                };
                match what {
                    Value::String(text) => Value::String(text.repeat(times)),
                    item => Value::Array(vec![repeat(item)?; times]),
                }
            }
        },
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::expand;

    #[test]
    fn a_matrix_becomes_a_case_per_row() {
        let file = json!({
            "matrix": [{"name": "a", "status": 500, "extra": {"$repeat": "x", "times": 3}}, {"name": "b", "status": 502}],
            "title": "Status ${status}", "status": "${status}", "optional": "${extra}",
        });
        assert_eq!(
            expand("s", file),
            Ok(vec![
                (
                    "s_a".into(),
                    json!({"name": "s_a", "title": "Status 500", "status": 500, "optional": "xxx"})
                ),
                ("s_b".into(), json!({"name": "s_b", "title": "Status 502", "status": 502})),
            ])
        );
    }

    #[test]
    fn a_row_goes_before_the_defaults() {
        let file = json!({
            "defaults": {"x": 1, "y": 2}, "matrix": [{"name": "a"}, {"name": "b", "x": 3}], "sum": ["${x}", "${y}"],
        });
        let sums =
            expand("s", file).map(|cases| cases.into_iter().map(|(_, case)| case["sum"].clone()).collect());
        assert_eq!(sums, Ok(vec![json!([1, 2]), json!([3, 2])]));
    }

    #[test]
    fn mistakes_are_named() {
        let file = |title: &str| json!({"matrix": [{"name": "a", "x": 1}], "title": title});
        assert_eq!(
            expand("s", file("${y}")).err().as_deref(),
            Some("${y}: no row of the matrix has this variable")
        );
        assert_eq!(expand("s", file("t")).err().as_deref(), Some("matrix: the variable x is not used"));
        assert_eq!(expand("s", file("t ${z}")).err().as_deref(), Some("row a: t ${z}: the row has no z"));
        let loose = json!({"text": {"$repeat": "x", "time": 3}});
        assert_eq!(
            expand("s", loose).err().as_deref(),
            Some("$repeat: needs `times` beside it and nothing else")
        );
    }

    #[test]
    fn lists_are_repeated() {
        let file = json!({"rows": {"$repeat": {"id": {"$repeat": "i", "times": 2}}, "times": 2}});
        let expanded =
            expand("s", file).map(|cases| cases.into_iter().map(|(_, case)| case["rows"].clone()).collect());
        assert_eq!(expanded, Ok(vec![json!([{"id": "ii"}, {"id": "ii"}])]));
    }
}
