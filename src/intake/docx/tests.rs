//! Compares the reader with the output of Word, element by element.

use super::*;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const NAMESPACES: &str = "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
     xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
     xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
     xmlns:w16se=\"http://schemas.microsoft.com/office/word/2015/wordml/symex\" \
     xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" \
     xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:x=\"http://example.com/unheard-of\"";

fn read(body: &str) -> Result<Vec<ReadParagraph>, IntakeError> {
    read_with(body, "")
}

/// The paragraphs of a body together with these styles.
fn read_with(body: &str, styles: &str) -> Result<Vec<ReadParagraph>, IntakeError> {
    let styles = format!("<w:styles xmlns:w=\"{WORD}\">{styles}</w:styles>");
    let styles = Styles::read("word/styles.xml", &styles)?;
    let text =
        format!("<w:document xmlns:w=\"{WORD}\" {NAMESPACES}><w:body>{body}</w:body></w:document>");
    paragraphs("word/document.xml", &text, &styles)
}

/// A paragraph as `text | original | flags`; the flags are h(ides), s(trikes) and u(nread).
fn told(paragraph: &ReadParagraph) -> String {
    let flags = [
        (paragraph.hides_text, "h"),
        (paragraph.strikes_text, "s"),
        (paragraph.has_unread, "u"),
    ];
    let flags: String = flags
        .iter()
        .filter_map(|(is_set, letter)| is_set.then_some(*letter))
        .collect();
    let mut told = paragraph.text.clone();
    if paragraph.original != paragraph.text {
        told = format!("{told} | {}", paragraph.original);
    }
    if !flags.is_empty() {
        told = format!("{told} [{flags}]");
    }
    told
}

/// The text of a paragraph whose first run is 甲 and last run is 乙, with `content` between them.
fn between(content: &str) -> String {
    let body = format!("<w:p><w:r><w:t>甲</w:t></w:r>{content}<w:r><w:t>乙</w:t></w:r></w:p>");
    let paragraphs = read(&body).unwrap();
    let told: Vec<String> = paragraphs.iter().map(told).collect();
    told.join(" / ")
}

#[test]
fn text_is_read_through_whatever_stands_around_it() {
    for (body, text, original) in [
        (
            "<w:p><w:r><w:t>甲 &amp; 乙</w:t></w:r></w:p>",
            "甲 & 乙",
            "甲 & 乙",
        ),
        (
            "<w:p><w:sdt><w:sdtContent><w:r><w:t>值</w:t></w:r></w:sdtContent></w:sdt></w:p>",
            "值",
            "值",
        ),
        (
            "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>",
            "链接",
            "链接",
        ),
        (
            "<w:p><w:del><w:r><w:delText>100</w:delText></w:r></w:del><w:ins><w:r><w:t>999</w:t></w:r></w:ins></w:p>",
            "999",
            "100",
        ),
        (
            "<w:p><w:ins><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:ins></w:p>",
            "",
            "",
        ),
        (
            "<w:p><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom></w:p>",
            "",
            "移",
        ),
        (
            "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>",
            "a b\nc",
            "a b\nc",
        ),
        (
            "<w:p><w:r><w:sym w:font=\"Wingdings\" w:char=\"2611\"/></w:r></w:p>",
            "☑",
            "☑",
        ),
        (
            "<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>1</w:t></w:r></w:p>",
            "1",
            "1",
        ),
        (
            "<w:p><w:r><w:t><![CDATA[<甲>]]></w:t></w:r></w:p>",
            "<甲>",
            "<甲>",
        ),
    ] {
        let paragraphs = read(body).unwrap();
        assert_eq!(paragraphs.len(), 1, "body: {body}");
        assert_eq!(paragraphs[0].text, text, "body: {body}");
        assert_eq!(paragraphs[0].original, original, "body: {body}");
    }
}

#[test]
fn a_text_box_is_read_once_and_apart_from_the_paragraph_around_it() {
    let inner = "<w:p><w:r><w:t>框</w:t></w:r></w:p>";
    let body = format!(
        "<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice>{inner}</mc:Choice>\
         <mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent><w:t>后</w:t></w:r></w:p>"
    );
    let texts: Vec<String> = read(&body).unwrap().into_iter().map(|p| p.text).collect();
    assert_eq!(texts, ["前后", "框"]);
}

/// Every element that a run may hold (ECMA-376 17.3.3, `EG_RunInnerContent`), with the expected
/// text.
const RUN_CONTENT: &[(&str, &str, &str)] = &[
    ("t", "<w:t>文</w:t>", "甲文乙"),
    (
        "t, its blanks",
        "<w:t xml:space=\"preserve\"> 文 </w:t>",
        "甲 文 乙",
    ),
    (
        "t, blanks that Word drops",
        "<w:t>\n 文\n字 </w:t>",
        "甲文 字乙",
    ),
    ("delText", "<w:delText>删</w:delText>", "甲删乙"),
    ("br", "<w:br/>", "甲\n乙"),
    ("br, a page", "<w:br w:type=\"page\"/>", "甲\n乙"),
    ("cr", "<w:cr/>", "甲\n乙"),
    ("tab", "<w:tab/>", "甲 乙"),
    (
        "ptab",
        "<w:ptab w:alignment=\"right\" w:relativeTo=\"margin\" w:leader=\"none\"/>",
        "甲 乙",
    ),
    ("noBreakHyphen", "<w:noBreakHyphen/>", "甲\u{2011}乙"),
    ("softHyphen", "<w:softHyphen/>", "甲乙"),
    ("sym", "<w:sym w:font=\"宋体\" w:char=\"2460\"/>", "甲①乙"),
    (
        "sym, ticked",
        "<w:sym w:font=\"Wingdings 2\" w:char=\"F052\"/>",
        "甲☑乙",
    ),
    (
        "sym, ticked without the private area",
        "<w:sym w:font=\"Wingdings\" w:char=\"00FE\"/>",
        "甲☑乙",
    ),
    (
        "sym, empty box",
        "<w:sym w:font=\"Wingdings\" w:char=\"F0A8\"/>",
        "甲□乙",
    ),
    (
        "sym, root as tick",
        "<w:sym w:font=\"Symbol\" w:char=\"F0D6\"/>",
        "甲√乙",
    ),
    (
        "sym, of a shape",
        "<w:sym w:font=\"Wingdings\" w:char=\"F04A\"/>",
        "甲\u{F04A}乙 [u]",
    ),
    (
        "sym, of no number",
        "<w:sym w:font=\"Wingdings\" w:char=\"G\"/>",
        "甲乙 [u]",
    ),
    (
        "ruby",
        "<w:ruby><w:rubyPr/><w:rt><w:r><w:t>háng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>杭</w:t></w:r></w:rubyBase></w:ruby>",
        "甲杭乙",
    ),
    ("instrText", "<w:instrText>PAGE</w:instrText>", "甲乙"),
    (
        "delInstrText",
        "<w:delInstrText>PAGE</w:delInstrText>",
        "甲乙",
    ),
    (
        "fldChar",
        "<w:fldChar w:fldCharType=\"begin\"/><w:instrText>REF a</w:instrText><w:t>码</w:t><w:fldChar w:fldCharType=\"separate\"/><w:t>值</w:t><w:fldChar w:fldCharType=\"end\"/>",
        "甲值乙",
    ),
    ("dayShort", "<w:dayShort/>", "甲乙 [u]"),
    ("dayLong", "<w:dayLong/>", "甲乙 [u]"),
    ("monthShort", "<w:monthShort/>", "甲乙 [u]"),
    ("monthLong", "<w:monthLong/>", "甲乙 [u]"),
    ("yearShort", "<w:yearShort/>", "甲乙 [u]"),
    ("yearLong", "<w:yearLong/>", "甲乙 [u]"),
    ("pgNum", "<w:pgNum/>", "甲乙 [u]"),
    (
        "footnoteReference",
        "<w:footnoteReference w:id=\"1\"/>",
        "甲乙 [u]",
    ),
    (
        "endnoteReference",
        "<w:endnoteReference w:id=\"1\"/>",
        "甲乙 [u]",
    ),
    ("footnoteRef", "<w:footnoteRef/>", "甲乙"),
    ("endnoteRef", "<w:endnoteRef/>", "甲乙"),
    ("annotationRef", "<w:annotationRef/>", "甲乙"),
    ("separator", "<w:separator/>", "甲乙"),
    (
        "continuationSeparator",
        "<w:continuationSeparator/>",
        "甲乙",
    ),
    (
        "commentReference",
        "<w:commentReference w:id=\"1\"/>",
        "甲乙",
    ),
    (
        "lastRenderedPageBreak",
        "<w:lastRenderedPageBreak/>",
        "甲乙",
    ),
    ("object", "<w:object/>", "甲乙 [u]"),
    ("contentPart", "<w:contentPart/>", "甲乙 [u]"),
    (
        "pict, a picture",
        "<w:pict><v:shape><v:imagedata/></v:shape></w:pict>",
        "甲乙 [u]",
    ),
    (
        "pict, ornamental letters",
        "<w:pict><v:shape><v:textpath string=\"样本\"/></v:shape></w:pict>",
        "甲乙 [u]",
    ),
    (
        "pict, a text box",
        "<w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict>",
        "甲乙 / 框",
    ),
    (
        "drawing, a picture",
        "<w:drawing><pic:pic/></w:drawing>",
        "甲乙 [u]",
    ),
    (
        "drawing, a text box",
        "<w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing>",
        "甲乙 / 框",
    ),
    (
        "AlternateContent, an emoji of Word",
        "<mc:AlternateContent><mc:Choice Requires=\"w16se\"><w16se:symEx w16se:font=\"Segoe UI Emoji\" w16se:char=\"1F600\"/></mc:Choice><mc:Fallback><w:t>😀</w:t></mc:Fallback></mc:AlternateContent>",
        "甲😀乙",
    ),
    (
        "AlternateContent, a shape",
        "<mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent>",
        "甲乙 / 框",
    ),
    (
        "AlternateContent, of a program that Word is not",
        "<mc:AlternateContent><mc:Choice Requires=\"x\"><w:t>新</w:t></mc:Choice><mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent>",
        "甲旧乙",
    ),
    (
        "AlternateContent, one of two unknown",
        "<mc:AlternateContent><mc:Choice Requires=\"wps x\"><w:t>新</w:t></mc:Choice><mc:Choice Requires=\"wps\"><w:t>中</w:t></mc:Choice><mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent>",
        "甲中乙",
    ),
    (
        "AlternateContent, undeclared",
        "<mc:AlternateContent><mc:Choice Requires=\"w99\"><w:t>新</w:t></mc:Choice><mc:Fallback><w:br/></mc:Fallback></mc:AlternateContent>",
        "甲\n乙",
    ),
    (
        "AlternateContent, nothing fits",
        "<mc:AlternateContent><mc:Choice Requires=\"x\"><w:t>新</w:t></mc:Choice></mc:AlternateContent>",
        "甲乙",
    ),
];

/// All names of `EG_RunInnerContent`.
const RUN_NAMES: &str = "br t contentPart delText instrText delInstrText noBreakHyphen softHyphen \
     dayShort monthShort yearShort dayLong monthLong yearLong annotationRef footnoteRef endnoteRef \
     separator continuationSeparator sym pgNum cr tab object pict fldChar ruby footnoteReference \
     endnoteReference commentReference drawing ptab lastRenderedPageBreak";

#[test]
fn every_content_of_a_run_is_read_as_word_shows_it() {
    for (name, content, expected) in RUN_CONTENT {
        assert_eq!(
            between(&format!("<w:r>{content}</w:r>")),
            *expected,
            "{name}"
        );
    }
    for name in RUN_NAMES.split_whitespace() {
        let element = format!("<w:{name}");
        let is_decided = RUN_CONTENT
            .iter()
            .any(|(_, content, _)| content.contains(&element));
        assert!(is_decided, "{name}");
    }
}

/// Every element that a paragraph may hold (ECMA-376 17.3, `EG_PContent`, with tracked changes,
/// ranges and formulas).
const PARAGRAPH_CONTENT: &[(&str, &str, &str)] = &[
    (
        "hyperlink",
        "<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink>",
        "甲链乙",
    ),
    (
        "smartTag",
        "<w:smartTag><w:smartTagPr/><w:r><w:t>签</w:t></w:r></w:smartTag>",
        "甲签乙",
    ),
    (
        "customXml",
        "<w:customXml><w:customXmlPr/><w:r><w:t>签</w:t></w:r></w:customXml>",
        "甲签乙",
    ),
    (
        "sdt",
        "<w:sdt><w:sdtPr><w:alias w:val=\"名\"/></w:sdtPr><w:sdtContent><w:r><w:t>值</w:t></w:r></w:sdtContent></w:sdt>",
        "甲值乙",
    ),
    (
        "fldSimple",
        "<w:fldSimple w:instr=\"REF a\"><w:r><w:t>值</w:t></w:r></w:fldSimple>",
        "甲值乙",
    ),
    (
        "dir",
        "<w:dir w:val=\"rtl\"><w:r><w:t>向</w:t></w:r></w:dir>",
        "甲向乙",
    ),
    (
        "bdo",
        "<w:bdo w:val=\"rtl\"><w:r><w:t>向</w:t></w:r></w:bdo>",
        "甲向乙",
    ),
    ("subDoc", "<w:subDoc/>", "甲乙 [u]"),
    (
        "ins",
        "<w:ins><w:r><w:t>增</w:t></w:r></w:ins>",
        "甲增乙 | 甲乙",
    ),
    (
        "del",
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>",
        "甲乙 | 甲删乙",
    ),
    (
        "del, a link",
        "<w:hyperlink><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:hyperlink>",
        "甲乙 | 甲删乙",
    ),
    (
        "del, ruby",
        "<w:del><w:r><w:ruby><w:rt><w:r><w:delText>háng</w:delText></w:r></w:rt><w:rubyBase><w:r><w:delText>杭</w:delText></w:r></w:rubyBase></w:ruby></w:r></w:del>",
        "甲乙 | 甲杭乙",
    ),
    (
        "moveFrom",
        "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom>",
        "甲乙 | 甲移乙",
    ),
    (
        "moveTo",
        "<w:moveTo><w:r><w:t>移</w:t></w:r></w:moveTo>",
        "甲移乙 | 甲乙",
    ),
    (
        "ranges",
        "<w:proofErr/><w:permStart/><w:permEnd/><w:bookmarkStart w:name=\"名\"/><w:bookmarkEnd/><w:commentRangeStart/><w:commentRangeEnd/><w:moveFromRangeStart/><w:moveFromRangeEnd/><w:moveToRangeStart/><w:moveToRangeEnd/><w:customXmlInsRangeStart/><w:customXmlInsRangeEnd/><w:customXmlDelRangeStart/><w:customXmlDelRangeEnd/><w:customXmlMoveFromRangeStart/><w:customXmlMoveFromRangeEnd/><w:customXmlMoveToRangeStart/><w:customXmlMoveToRangeEnd/>",
        "甲乙",
    ),
    (
        "oMath",
        "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>",
        "甲x=1乙",
    ),
    (
        "oMathPara",
        "<m:oMathPara><m:oMath><m:r><w:t>x</w:t></m:r></m:oMath></m:oMathPara>",
        "甲x乙",
    ),
    (
        "a fraction",
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
        "甲1/2乙 [u]",
    ),
    (
        "a power",
        "<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>",
        "甲10^2乙 [u]",
    ),
    (
        "an index",
        "<m:oMath><m:sSub><m:e><m:r><m:t>a</m:t></m:r></m:e><m:sub><m:r><m:t>1</m:t></m:r></m:sub></m:sSub></m:oMath>",
        "甲a_1乙 [u]",
    ),
    (
        "a deleted formula",
        "<w:del><m:r><w:delText>x</w:delText></m:r></w:del>",
        "甲乙 | 甲x乙",
    ),
    (
        "AlternateContent",
        "<mc:AlternateContent><mc:Choice Requires=\"x\"><w:r><w:t>新</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>旧</w:t></w:r></mc:Fallback></mc:AlternateContent>",
        "甲旧乙",
    ),
];

#[test]
fn every_content_of_a_paragraph_is_read_as_word_shows_it() {
    for (name, content, expected) in PARAGRAPH_CONTENT {
        assert_eq!(between(content), *expected, "{name}");
    }
}

/// Fields of several runs: the marks are `[` begin, `|` separate, `]` end.
fn field(shape: &str) -> String {
    shape
        .chars()
        .map(|character| match character {
            '[' => "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>".to_owned(),
            '|' => "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>".to_owned(),
            ']' => "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>".to_owned(),
            other => format!("<w:r><w:t>{other}</w:t></w:r>"),
        })
        .collect()
}

#[test]
fn fields_show_their_result() {
    for (shape, expected) in [
        ("[码|值]", "甲值乙"),
        ("[码]", "甲乙"),
        ("[|值]", "甲值乙"),
        // A field in the code of another field is code, including its result.
        ("[码[码|值]码|果]", "甲果乙"),
        ("[码|果[码|值]果]", "甲果值果乙"),
        ("[码[码|值]]", "甲乙"),
        // Marks without a field are ignored.
        ("值]", "甲值乙"),
        ("|值]", "甲值乙"),
        // A field that never ends hides no text.
        ("[值", "甲值乙"),
        ("[码|值", "甲码值乙"),
        ("[值[码|果]", "甲值果乙"),
    ] {
        assert_eq!(between(&field(shape)), expected, "{shape}");
    }
    // A text box is not part of the field that anchors it.
    let inner = format!("<w:p>{}</w:p>", field("[框"));
    let boxed = format!(
        "{}<w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>{}",
        field("[码|"),
        field("值]")
    );
    assert_eq!(between(&boxed), "甲值乙 / 框");
    let body = format!("<w:p>{}</w:p><w:p>{}</w:p>", field("[码"), field("码|值]"));
    let told: Vec<String> = read(&body).unwrap().iter().map(told).collect();
    assert_eq!(told, ["", "值"]);
}

#[test]
fn forms_show_what_was_ticked_and_chosen() {
    for (form, expected) in [
        ("<w:checkBox><w:default w:val=\"0\"/></w:checkBox>", "甲☐乙"),
        ("<w:checkBox><w:default w:val=\"1\"/></w:checkBox>", "甲☒乙"),
        (
            "<w:checkBox><w:default w:val=\"1\"/><w:checked w:val=\"0\"/></w:checkBox>",
            "甲☐乙",
        ),
        ("<w:checkBox><w:checked/></w:checkBox>", "甲☒乙"),
        (
            "<w:ddList><w:listEntry w:val=\"现金\"/><w:listEntry w:val=\"汇款\"/></w:ddList>",
            "甲现金乙",
        ),
        (
            "<w:ddList><w:result w:val=\"1\"/><w:listEntry w:val=\"现金\"/><w:listEntry w:val=\"汇款\"/></w:ddList>",
            "甲汇款乙",
        ),
    ] {
        let content = format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData>{form}</w:ffData></w:fldChar></w:r>\
             <w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        );
        assert_eq!(between(&content), expected, "{form}");
    }
    let pinyin = "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>EQ \\o\\ad(\\s\\up 9(háng),杭)</w:instrText><w:fldChar w:fldCharType=\"end\"/></w:r>";
    assert_eq!(between(pinyin), "甲杭乙");
}

/// Every property of a run (ECMA-376 17.3.2, `EG_RPrBase`), with the effect on its text.
const RUN_PROPERTIES: &[(&str, &str)] = &[
    ("<w:vanish/>", "甲乙 [h]"),
    ("<w:vanish w:val=\"1\"/>", "甲乙 [h]"),
    ("<w:vanish w:val=\"0\"/>", "甲文乙"),
    ("<w:vanish w:val=\"false\"/>", "甲文乙"),
    ("<w:vanish w:val=\"off\"/>", "甲文乙"),
    ("<w:specVanish/>", "甲乙 [h]"),
    ("<w:specVanish w:val=\"0\"/>", "甲文乙"),
    // `webHidden` hides text on a web page, not on paper.
    ("<w:webHidden/>", "甲文乙"),
    ("<w:color w:val=\"FFFFFF\"/>", "甲文乙 [h]"),
    ("<w:color w:val=\"红\"/>", "甲文乙"),
    ("<w:sz w:val=\"1\"/>", "甲文乙 [h]"),
    ("<w:sz w:val=\"24\"/>", "甲文乙"),
    ("<w:strike/>", "甲文乙 [s]"),
    ("<w:dstrike/>", "甲文乙 [s]"),
    ("<w:vertAlign w:val=\"superscript\"/>", "甲文乙 [u]"),
    ("<w:vertAlign w:val=\"subscript\"/>", "甲文乙 [u]"),
    ("<w:vertAlign w:val=\"baseline\"/>", "甲文乙"),
    ("<w:rFonts w:ascii=\"宋体\"/>", "甲文乙"),
    ("<w:vanish/><w:vanish w:val=\"0\"/>", "甲文乙"),
];

/// The properties that do not change which characters are read.
const QUIET_PROPERTIES: &str = "rStyle b bCs i iCs caps smallCaps outline shadow emboss imprint \
     noProof snapToGrid spacing w kern position szCs highlight u effect bdr shd fitText rtl cs em \
     lang eastAsianLayout oMath";

#[test]
fn every_property_of_a_run_is_read_as_word_shows_it() {
    let run = |properties: &str| {
        between(&format!(
            "<w:r><w:rPr>{properties}</w:rPr><w:t>文</w:t></w:r>"
        ))
    };
    for (properties, expected) in RUN_PROPERTIES {
        assert_eq!(run(properties), *expected, "{properties}");
    }
    for name in QUIET_PROPERTIES.split_whitespace() {
        assert_eq!(run(&format!("<w:{name} w:val=\"1\"/>")), "甲文乙", "{name}");
    }
    // A letter that a symbol font shows as a tick.
    for (font, letter, expected) in [
        ("Wingdings 2", "R", "甲☑乙"),
        ("Wingdings 2", "\u{F0A3}", "甲□乙"),
        ("wingdings", "¨", "甲□乙"),
        ("Wingdings", "文", "甲文乙"),
        ("Wingdings", "J", "甲J乙 [u]"),
        ("Times New Roman", "R", "甲R乙"),
    ] {
        let content = format!(
            "<w:r><w:rPr><w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\"/></w:rPr><w:t>{letter}</w:t></w:r>"
        );
        assert_eq!(between(&content), expected, "{font} {letter}");
    }
}

#[test]
fn what_is_hidden_before_a_tracked_change_of_properties_is_told_from_what_is_hidden_after() {
    for (properties, expected) in [
        (
            "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>",
            "甲文乙 | 甲乙",
        ),
        (
            "<w:vanish/><w:rPrChange><w:rPr/></w:rPrChange>",
            "甲乙 | 甲文乙 [h]",
        ),
        (
            "<w:vanish/><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>",
            "甲乙 [h]",
        ),
    ] {
        let content = format!("<w:r><w:rPr>{properties}</w:rPr><w:t>文</w:t></w:r>");
        assert_eq!(between(&content), expected, "{properties}");
    }
}

/// Run, paragraph and table styles by name, alone and based on other styles.
const STYLES: &str = "\
     <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"/>\
     <w:style w:type=\"character\" w:styleId=\"hide\"><w:rPr><w:vanish/></w:rPr></w:style>\
     <w:style w:type=\"character\" w:styleId=\"always\"><w:rPr><w:specVanish/></w:rPr></w:style>\
     <w:style w:type=\"character\" w:styleId=\"child\"><w:basedOn w:val=\"hide\"/></w:style>\
     <w:style w:type=\"character\" w:styleId=\"show\"><w:basedOn w:val=\"hide\"/><w:rPr><w:vanish w:val=\"0\"/></w:rPr></w:style>\
     <w:style w:type=\"character\" w:styleId=\"white\"><w:rPr><w:color w:val=\"ffffff\"/></w:rPr></w:style>\
     <w:style w:type=\"character\" w:styleId=\"struck\"><w:rPr><w:strike/></w:rPr></w:style>\
     <w:style w:type=\"character\" w:styleId=\"round\"><w:basedOn w:val=\"about\"/><w:rPr><w:vanish/></w:rPr></w:style>\
     <w:style w:type=\"character\" w:styleId=\"about\"><w:basedOn w:val=\"round\"/></w:style>\
     <w:style w:type=\"paragraph\" w:styleId=\"hide\"><w:rPr><w:vanish/></w:rPr></w:style>\
     <w:style w:type=\"paragraph\" w:styleId=\"plain\"><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr></w:style>\
     <w:style w:type=\"table\" w:styleId=\"hide\"><w:rPr><w:vanish/></w:rPr><w:tblStylePr w:type=\"firstRow\"><w:rPr><w:vanish w:val=\"0\"/></w:rPr></w:tblStylePr></w:style>\
     <w:style w:type=\"numbering\" w:styleId=\"n\"><w:rPr><w:vanish/></w:rPr></w:style>";

#[test]
fn styles_and_defaults_hide_text_too() {
    let run = |style: &str, more: &str| {
        format!("<w:r><w:rPr><w:rStyle w:val=\"{style}\"/>{more}</w:rPr><w:t>文</w:t></w:r>")
    };
    let paragraph = |style: &str, run: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{run}</w:p><w:p><w:r><w:t>乙</w:t></w:r></w:p>"
        )
    };
    let hidden_mark = "<w:p><w:r><w:t>乙</w:t></w:r></w:p>";
    for (body, styles, expected) in [
        (paragraph("a", &run("hide", "")), STYLES, " [h] / 乙"),
        (paragraph("a", &run("always", "")), STYLES, " [h] / 乙"),
        (paragraph("a", &run("child", "")), STYLES, " [h] / 乙"),
        (paragraph("a", &run("show", "")), STYLES, "文 / 乙"),
        (paragraph("a", &run("round", "")), STYLES, " [h] / 乙"),
        (paragraph("a", &run("about", "")), STYLES, " [h] / 乙"),
        (
            paragraph("a", &run("hide", "<w:vanish w:val=\"0\"/>")),
            STYLES,
            "文 / 乙",
        ),
        (paragraph("a", &run("white", "")), STYLES, "文 [h] / 乙"),
        (paragraph("a", &run("struck", "")), STYLES, "文 [s] / 乙"),
        (paragraph("a", &run("none", "")), STYLES, "文 / 乙"),
        // The style hides the paragraph mark too, so the next paragraph continues this one.
        (paragraph("hide", &run("a", "")), STYLES, " [h] / 乙"),
        // The second of two hiding styles toggles the first off (17.7.3).
        (paragraph("hide", &run("hide", "")), STYLES, " / 文乙"),
        (paragraph("hide", &run("always", "")), STYLES, " [h] / 乙"),
        (paragraph("plain", &run("a", "")), STYLES, "文 / 乙"),
        (
            paragraph("a", &run("a", "")),
            "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>",
            " [h] /  [h]",
        ),
        (
            paragraph("a", &run("a", "")),
            "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"x\"><w:rPr><w:vanish/></w:rPr></w:style>",
            " [h] /  [h]",
        ),
        (
            format!(
                "<w:tbl><w:tblPr><w:tblStyle w:val=\"hide\"/></w:tblPr><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>{hidden_mark}",
                run("a", "")
            ),
            STYLES,
            " [h] / 乙",
        ),
    ] {
        let paragraphs = read_with(&body, styles).unwrap();
        let told: Vec<String> = paragraphs.iter().map(told).collect();
        assert_eq!(told.join(" / "), expected, "{body}");
    }
}

/// Paragraphs of one run each; `mark` is in the properties of the first paragraph's mark.
fn joined(mark: &str, between: &str) -> String {
    let body = format!(
        "<w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>{between}\
         <w:p><w:r><w:t>乙</w:t></w:r></w:p>"
    );
    let told: Vec<String> = read(&body).unwrap().iter().map(told).collect();
    told.join(" / ")
}

#[test]
fn a_paragraph_whose_mark_is_gone_is_continued_by_the_next_one() {
    let table = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>";
    for (mark, between, expected) in [
        ("", "", "甲 / 乙"),
        ("<w:vanish/>", "", " / 甲乙"),
        ("<w:vanish/><w:specVanish/>", "", " / 甲乙"),
        ("<w:vanish w:val=\"0\"/>", "", "甲 / 乙"),
        ("<w:del/>", "", " | 甲 / 甲乙 | 乙"),
        ("<w:moveFrom/>", "", " | 甲 / 甲乙 | 乙"),
        ("<w:ins/>", "", "甲 |  / 乙 | 甲乙"),
        ("<w:moveTo/>", "", "甲 |  / 乙 | 甲乙"),
        (
            "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>",
            "",
            "甲 |  / 乙 | 甲乙",
        ),
        ("<w:vanish/>", table, "甲 /  / 乙"),
    ] {
        assert_eq!(joined(mark, between), expected, "{mark} {between}");
    }
    let last_in_cell = "<w:tbl><w:tr><w:tc><w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let told: Vec<String> = read(last_in_cell).unwrap().iter().map(told).collect();
    assert_eq!(told, ["甲", "乙"]);
}

#[test]
fn rows_and_cells_that_are_tracked_come_and_go_as_a_whole() {
    let table = |row: &str, cell: &str| {
        format!(
            "<w:tbl><w:tr><w:trPr>{row}</w:trPr><w:tc><w:tcPr>{cell}</w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>\
             <w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        )
    };
    for (row, cell, expected) in [
        ("", "", "甲 / 乙"),
        ("<w:del/>", "", " | 甲 /  | 乙"),
        ("<w:ins/>", "", "甲 |  / 乙 | "),
        ("", "<w:cellDel/>", " | 甲 / 乙"),
        ("", "<w:cellIns/>", "甲 |  / 乙"),
        ("<w:del/>", "<w:cellDel/>", " | 甲 /  | 乙"),
    ] {
        let told: Vec<String> = read(&table(row, cell)).unwrap().iter().map(told).collect();
        assert_eq!(told.join(" / "), expected, "{row} {cell}");
    }
}

#[test]
fn what_stands_between_paragraphs_and_is_not_read_is_told() {
    let body = "<w:altChunk/><w:p><w:r><w:t>甲</w:t></w:r></w:p><w:altChunk/>";
    let told: Vec<String> = read(body).unwrap().iter().map(told).collect();
    assert_eq!(told, [" [u]", "甲 [u]"]);
}

/// A control holds the visible text inside it, but not a text box that is anchored there.
#[test]
fn a_control_holds_what_shows_in_it() {
    let control = |content: &str| {
        let body = format!(
            "<w:p><w:sdt><w:sdtPr><w:tag w:val=\"qy:x\"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt></w:p>"
        );
        read(&body)
            .unwrap()
            .swap_remove(0)
            .controls
            .swap_remove(0)
            .text
    };
    for (content, expected) in [
        ("<w:r><w:t>值</w:t></w:r>", "值"),
        (
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>值</w:t></w:r>",
            "值",
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>zhí</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>值</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "值",
        ),
        (
            "<w:r><w:t>值</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
            "值",
        ),
    ] {
        assert_eq!(control(content), expected, "{content}");
    }
}

/// Builds well-formed markup from steps: an element name opens the element, an empty step closes
/// the innermost element, any other step is text.
fn nested(steps: &[&str]) -> String {
    let mut body = String::new();
    let mut open = Vec::new();
    for step in steps {
        match step.split_once(':') {
            Some(_) => {
                body += &["<", step, ">"].concat();
                open.push(step);
            }
            None if step.is_empty() => {
                if let Some(name) = open.pop() {
                    body += &["</", name, ">"].concat();
                }
            }
            None => body += step,
        }
    }
    for name in open.iter().rev() {
        body += &["</", name, ">"].concat();
    }
    body
}

proptest::proptest! {
    #[test]
    fn elements_in_any_place_are_read_without_inventing_text(
        steps in proptest::collection::vec(
            proptest::sample::select(vec![
                "w:p", "w:r", "w:t", "w:del", "w:ins", "w:rPr", "w:vanish", "w:br", "w:sym",
                "mc:Fallback", "甲", "&amp;", "&#x41;", "", "", "", "",
            ]),
            0..60,
        ),
    ) {
        let body = nested(&steps);
        let paragraphs = read(&body);
        proptest::prop_assert!(paragraphs.is_ok(), "body: {body}, read: {paragraphs:?}");
        let n_read: usize = paragraphs
            .unwrap_or_default()
            .iter()
            .map(|paragraph| paragraph.text.chars().count())
            .sum();
        proptest::prop_assert!(n_read <= steps.len(), "body: {body}");
    }
}
