use proptest::prelude::*;

use super::{Element, MAX_DEPTH, MAX_LENGTH, XmlProblem, read};

fn parsed(document: &str) -> Element {
    read(document.as_bytes(), None).unwrap()
}

fn refused(document: impl AsRef<[u8]>) -> XmlProblem {
    read(document.as_ref(), None).unwrap_err()
}

fn text_of(document: &str) -> String {
    parsed(document).text
}

#[test]
fn a_document_becomes_local_names_texts_and_children() {
    let tree = parsed(concat!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- a comment -->\n",
        "<e:Statuses xmlns:e=\"eCallWebservice\" xmlns='x'>\n  <Status a=\"&lt;1&#x41;\"><StatusCode>2</StatusCode><e:New/></Status>",
        "<Status><StatusCode> 8 </StatusCode></Status>\n</e:Statuses>\n"
    ));
    assert_eq!((tree.name.as_str(), tree.trimmed(), tree.children.len()), ("Statuses", "", 2));
    assert_eq!(tree.children[0].children[0].text, "2");
    assert_eq!(tree.children[0].children[1].name, "New");
    assert_eq!(tree.children[1].children[0].trimmed(), "8");
    assert_eq!(tree.find(&["nothing", "statuscode"]).unwrap().text, "2");
    assert_eq!(tree.find(&["nothing"]), None);
}

#[test]
fn what_is_nearest_is_found() {
    let tree = parsed("<a><b><d>deep</d></b><b><c><d/></c></b><D>near</D><d>later</d></a>");
    assert_eq!(tree.find(&["d"]).unwrap().text, "near");
    assert_eq!(tree.find(&["c", "b"]).unwrap().children[0].text, "deep");
    assert_eq!(tree.find(&["d", "a"]).unwrap().name, "a");
}

#[test]
fn the_five_entities_references_and_cdata_are_text() {
    assert_eq!(text_of("<a>&lt;&gt;&amp;&quot;&apos;</a>"), "<>&\"'");
    assert_eq!(text_of("<a>Z&#252;rich &#xFC;&#x1F600;</a>"), "Zürich ü😀");
    assert_eq!(text_of("<a>x<![CDATA[<b>&amp;]]>y<!-- no --><?pi no?>z</a>"), "x<b>&amp;yz");
    assert_eq!(text_of("<a>1\r\n2\r3</a>"), "1\n2\n3");
    // What an SMS may hold, though XML 1.0 has no such characters.
    assert_eq!(text_of("<a>\u{1b}&#27;&#xD;</a>"), "\u{1b}\u{1b}\r");
    // Nothing is read twice.
    assert_eq!(text_of("<a>&amp;lt;</a>"), "&lt;");
}

#[test]
fn references_to_nothing_are_refused() {
    for reference in
        ["&#0;", "&#xD800;", "&#x110000;", "&#;", "&#x;", "&#-1;", "&#+65;", "&#XFC;", "&#99999999999;"]
    {
        assert_eq!(refused(format!("<a>{reference}</a>")), XmlProblem::CharacterReference, "{reference}");
        assert_eq!(refused(format!("<a b='{reference}'/>")), XmlProblem::CharacterReference, "{reference}");
    }
    for reference in ["&nbsp;", "&LT;", "&bomb;"] {
        assert_eq!(refused(format!("<a>{reference}</a>")), XmlProblem::Entity, "{reference}");
        assert_eq!(refused(format!("<a b='{reference}'/>")), XmlProblem::Entity, "{reference}");
    }
    assert_eq!(refused("<a>&amp</a>"), XmlProblem::Malformed);
    assert_eq!(refused("<a>1 & 2</a>"), XmlProblem::Malformed);
}

#[test]
fn document_types_are_refused_before_anything_of_them_counts() {
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"lol\">");
    for step in b'b'..=b'j' {
        let (name, last) = (char::from(step), char::from(step - 1));
        bomb.push_str(&format!("<!ENTITY {name} \"{}\">", format!("&{last};").repeat(10)));
    }
    bomb.push_str("]><lolz>&j;</lolz>");
    assert_eq!(refused(bomb), XmlProblem::DocumentType);
    for document in [
        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"http://127.0.0.1/\">]><a>&x;</a>",
        "<!doctype html><html></html>",
        "<a><!DOCTYPE b></a>",
    ] {
        assert_eq!(refused(document), XmlProblem::DocumentType, "{document}");
    }
}

#[test]
fn everything_has_a_bound() {
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert_eq!(parsed(&nested(MAX_DEPTH)).name, "a");
    assert_eq!(refused(nested(MAX_DEPTH + 1)), XmlProblem::TooDeep);
    assert_eq!(refused(nested(100_000)), XmlProblem::TooDeep);
    assert_eq!(refused("<a>".repeat(100_000)), XmlProblem::TooDeep);

    let attributes = |count: usize| {
        let attributes: String = (0..count).map(|number| format!(" a{number}='x'")).collect();
        format!("<a{attributes}/>")
    };
    assert_eq!(parsed(&attributes(64)).name, "a");
    assert_eq!(refused(attributes(65)), XmlProblem::TooManyAttributes);
    assert_eq!(refused(attributes(100_000)), XmlProblem::TooManyAttributes);

    assert_eq!(parsed(&format!("<{}/>", "n".repeat(256))).name.len(), 256);
    assert_eq!(refused(format!("<{}/>", "n".repeat(257))), XmlProblem::NameTooLong);
    assert_eq!(parsed(&format!("<a>{}</a>", "<b/>".repeat(99_999))).children.len(), 99_999);
    assert_eq!(refused(format!("<a>{}</a>", "<b/>".repeat(100_000))), XmlProblem::TooManyElements);

    let long = |length: usize| format!("<a>{}</a>", "x".repeat(length - 7));
    assert_eq!(parsed(&long(MAX_LENGTH)).text.len(), MAX_LENGTH - 7);
    assert_eq!(refused(long(MAX_LENGTH + 1)), XmlProblem::TooLong);
}

#[test]
fn what_is_cut_is_told_from_what_is_no_xml() {
    for document in ["<a>", "<a><b></b>", "<a>text"] {
        assert_eq!(refused(document), XmlProblem::Cut, "{document}");
    }
    for document in ["", " \n", "<!-- only -->", "<?xml version='1.0'?>"] {
        assert_eq!(refused(document), XmlProblem::Empty, "{document}");
    }
    for document in [
        "OK",
        "{}",
        "<a",
        "<a></b>",
        "</a>",
        "<a/><b/>",
        "<a/>text",
        "text<a/>",
        "<a b></a>",
        "<a b=1/>",
        "<a b='1' b='2'/>",
        "<a b='<'/>",
        "<1/>",
        "<a:/>",
        "<a><![CDATA[</a>",
        "<a><!--</a>",
        "<a/><![CDATA[x]]>",
        "&lt;a/>",
        "<a/>&#65;",
    ] {
        assert_eq!(refused(document), XmlProblem::Malformed, "{document}");
    }
}

#[test]
fn the_encoding_is_the_marks_the_transports_or_the_declared_one() {
    let in_latin = |label: &str| {
        let head = format!("<?xml version='1.0' encoding='{label}' ?><a>");
        [head.as_bytes(), b"Z\xfcrich \x80", b"</a>"].concat()
    };
    for label in ["windows-1252", "ISO-8859-1", "iso-8859-1", "Windows-1252", "us-ascii"] {
        assert_eq!(read(&in_latin(label), None).unwrap().text, "Zürich €", "{label}");
    }
    assert_eq!(read(b"<a>Z\xfcrich</a>", Some("iso-8859-1")).unwrap().text, "Zürich");
    assert_eq!(read("<a>Zürich</a>".as_bytes(), Some("utf-8")).unwrap().text, "Zürich");
    // The transport counts more than the document, and a mark more than both.
    let wrong = "<?xml version='1.0' encoding='utf-16'?><a>ü</a>";
    assert_eq!(read(wrong.as_bytes(), Some("UTF-8")).unwrap().text, "ü");
    assert_eq!(read(format!("\u{feff}{wrong}").as_bytes(), Some("iso-8859-1")).unwrap().text, "ü");

    assert_eq!(refused(wrong), XmlProblem::Encoding);
    assert_eq!(refused(in_latin("utf-8")), XmlProblem::Encoding);
    assert_eq!(refused(b"<a>\xfc</a>"), XmlProblem::Encoding);
    for label in ["shift_jis", "utf-7", "klingon", ""] {
        assert_eq!(refused(in_latin(label)), XmlProblem::Encoding, "{label}");
    }
    assert_eq!(refused("<a>\0</a>"), XmlProblem::Encoding);
    let wide: Vec<u8> = "\u{feff}<a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refused(wide), XmlProblem::Encoding);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes, None);
        let _ = read(&bytes, Some("windows-1252"));
    }

    #[test]
    fn nothing_that_looks_like_xml_makes_it_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "<a>", "</a>", "<b:c d='", "'", "\"", "/>", "&", "amp;", "#x41;", "<![CDATA[", "]]>", "<!--", "-->", "<?", "?>",
            "<?xml version='1.0' encoding='", "<!DOCTYPE ", "[", "]>", "ü", "=", " ", "x", ":", "\0", "<", ">",
        ]), 0..40),
    ) {
        let _ = read(parts.concat().as_bytes(), None);
    }

    #[test]
    fn every_text_survives(text in "[^\0\r]{0,60}") {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        prop_assert_eq!(text_of(&format!("<a>{escaped}</a>")), text);
    }
}
