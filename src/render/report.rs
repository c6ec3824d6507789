//! A report about a contract in finished words: headings, and a line for each fact or task. The
//! report is printed as Markdown; the screen shows the same lines.

use super::markdown::{escaped, guarded};

/// A complete report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The subject of the report.
    pub title: String,
    /// The sections, in order.
    pub sections: Vec<ReportSection>,
}

/// A section with its heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportSection {
    /// The heading of the section.
    pub heading: String,
    /// The lines of the section, in order.
    pub lines: Vec<ReportLine>,
}

/// A line that states a fact or a task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportLine {
    /// The subject of the line with the mark that separates it from the text; may be empty.
    pub label: String,
    /// The statement about the subject.
    pub text: String,
    /// Whether the line is a task that a person does and ticks off.
    pub is_to_do: bool,
}

/// Prints a report as Markdown, ending with a line feed; tasks become a list of checkboxes.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let mut markdown = format!("# {}\n", guarded(&escaped(&report.title)));
    for section in &report.sections {
        markdown.push_str(&format!("\n## {}\n\n", guarded(&escaped(&section.heading))));
        for line in &section.lines {
            let mark = if line.is_to_do { "- [ ] " } else { "- " };
            let text = escaped(&format!("{}{}", line.label, line.text));
            markdown.push_str(&format!("{mark}{}\n", guarded(&text)));
        }
    }
    markdown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_markdown_is_text() {
        let line = |label: &str, text: &str, is_to_do| ReportLine {
            label: label.to_owned(),
            text: text.to_owned(),
            is_to_do,
        };
        let report = Report {
            title: "# 合同".to_owned(),
            sections: vec![ReportSection {
                heading: "1. 打印".to_owned(),
                lines: vec![
                    line("", "- [x] 已签", true),
                    line("甲方：", "*甲*_乙_ <b>\n# 丙", false),
                ],
            }],
        };
        assert_eq!(
            markdown(&report),
            "# \\# 合同\n\n## 1\\. 打印\n\n- [ ] \\- \\[x\\] 已签\n\
             - 甲方：\\*甲\\*\\_乙\\_ \\<b\\> \\# 丙\n"
        );
    }
}
