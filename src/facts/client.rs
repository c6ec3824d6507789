//! Who the client is: names, codes, addresses, telephones, accounts, persons.

use super::candidate::{Candidate, Subject};
use super::ink::{Span, is_han};
use super::label::{self, Announced, Clarity, Label};
use super::phone::{self, PhoneKind};
use super::{ClientKey, Page, Warning, organisation, place, polarity, token};
use crate::template::{Field, FieldKind};
use crate::value::{comparable, half_width, pasted};

/// Words beside a telephone or a person that make them no contact for a contract.
const NO_CONTACT: &[&str] = &[
    "财务",
    "会计",
    "出纳",
    "法人",
    "法定代表",
    "快递",
    "收件",
    "收货",
    "售后",
    "司机",
    "物流",
    "发票",
    "开票的",
    "技术",
    "客服",
    "紧急",
    "外卖",
    "取件",
];
/// Words beside an account or a name that make them somebody else's.
const THIRD_PARTY: &[&str] = &[
    "母公司",
    "总公司",
    "集团公司",
    "代付",
    "代收",
    "股东",
    "关联公司",
    "个人账户",
    "个人账号",
    "私人",
    "你们的账",
    "你们这个户",
    "贵司账",
    "打到你们",
    "打给你们",
    "上家",
];
/// Words that exclude what they name: 电话不要写.
const EXCLUDING: &[&str] = &[
    "不要写",
    "不写",
    "别写",
    "先别填",
    "别填",
    "不填",
    "不用写",
    "不用填",
    "不留",
    "别留",
    "不要留",
    "不需要写",
    "先不填",
    "先不写",
    "别放",
    "不要放",
    "不体现",
    "先空着",
    "空着",
    "不要填",
    "不放",
    "别用",
    "不要用",
    "先不给",
];

/// Words between an old and a new value.
const CHANGES: &[&str] = &["改成", "改为", "换成", "变更为", "更改为"];

/// Where the facts of the client go: fields of the template, or keys of the client file.
struct Targets {
    name: Subject,
    phone: Subject,
    account: Subject,
    code: Subject,
}

impl Targets {
    fn of(page: &Page<'_>) -> Self {
        let field = |fits: fn(&FieldKind) -> bool, key: ClientKey| {
            let template = page.reader.template;
            let fields = template.map_or(&[][..], |template| &template.fields);
            let party = template.and_then(|template| template.summary.party.as_ref());
            let is_ours = |field: &Field| field.profile.is_some();
            fields
                .iter()
                .position(|field| fits(&field.kind) && Some(&field.id) == party)
                .or_else(|| {
                    fields
                        .iter()
                        .position(|field| fits(&field.kind) && !is_ours(field))
                })
                .map_or(Subject::Client(key), Subject::Field)
        };
        Self {
            name: field(|kind| matches!(kind, FieldKind::PartyName), ClientKey::Name),
            phone: field(|kind| matches!(kind, FieldKind::Phone), ClientKey::Phone),
            account: field(
                |kind| matches!(kind, FieldKind::BankAccount),
                ClientKey::BankAccount,
            ),
            code: field(
                |kind| matches!(kind, FieldKind::CreditCode),
                ClientKey::CreditCode,
            ),
        }
    }
}

struct Gathering<'p, 'q> {
    page: &'q Page<'p>,
    targets: Targets,
    taken: Vec<bool>,
    found: Vec<Candidate>,
    banks: Vec<(Span, bool)>,
    numbers: Vec<(Span, String, bool)>,
    holders: Vec<(Span, String)>,
    own: Vec<Span>,
    companies: Vec<Span>,
}

/// What a message says of the client. `taken` is what fields of the template hold already.
pub(super) fn candidates(page: &Page<'_>, taken: &[Span]) -> Vec<Candidate> {
    let mut gathering = Gathering {
        page,
        targets: Targets::of(page),
        taken: vec![false; page.ink.len()],
        found: Vec::new(),
        banks: Vec::new(),
        numbers: Vec::new(),
        holders: Vec::new(),
        own: Vec::new(),
        companies: Vec::new(),
    };
    for span in taken {
        gathering.take(span);
    }
    gathering.find_companies();
    for (index, label) in page.labels.iter().enumerate() {
        gathering.labelled(index, label);
    }
    gathering.unlabelled();
    gathering.pair_accounts();
    gathering.signature();
    gathering.found
}

impl Gathering<'_, '_> {
    fn take(&mut self, span: &Span) {
        for cell in self.taken.get_mut(span.clone()).unwrap_or_default() {
            *cell = true;
        }
    }

    fn is_taken(&self, span: &Span) -> bool {
        self.taken
            .get(span.clone())
            .unwrap_or_default()
            .contains(&true)
    }

    /// The companies that the message names, and where our own is named.
    fn find_companies(&mut self) {
        let own = comparable(&half_brackets(self.page.reader.own_name));
        for line in self.page.ink.lines() {
            for name in organisation::companies(self.page.ink, &line) {
                let text = comparable(&half_brackets(&self.page.ink.shown(&name)));
                if !own.is_empty()
                    && (text == own || own.ends_with(&text) && text.chars().count() > 5)
                {
                    self.own.push(name.clone());
                }
                self.companies.push(name);
            }
        }
    }

    fn push(
        &mut self,
        subject: Subject,
        value: String,
        span: Span,
        clarity: Option<Clarity>,
    ) -> Option<&mut Candidate> {
        if value.trim().is_empty() || self.page.scene.is_header(span.start) {
            return None;
        }
        let ink = self.page.ink;
        let clause = self.page.scene.clause(span.start);
        let sentence = self.page.scene.sentence(span.start);
        let mut candidate = Candidate::new(subject, value, span.clone());
        candidate.clarity = clarity;
        let start = self.label_start(&span).unwrap_or(span.start);
        candidate.is_out = polarity::is_negated(ink, &clause, span.start)
            || polarity::is_void_after(ink, &clause, span.end)
            || polarity::is_former(ink, &clause, span.start)
            || label::is_former(ink, start)
            || polarity::is_supposed(ink, &clause)
            || subject != self.targets.name && self.belongs_to_us(&span, &sentence);
        candidate.corrects =
            polarity::corrects(ink, self.page.scene, span.start) && !candidate.is_out;
        self.take(&span);
        self.found.push(candidate);
        self.found.last_mut()
    }

    /// The start of the label right before a value.
    fn label_start(&self, span: &Span) -> Option<usize> {
        let labels = self.page.labels;
        let after = labels.partition_point(|label| label.span.start < span.start);
        let label = labels.get(after.checked_sub(1)?)?;
        (span.start.checked_sub(label.value)? < 4).then_some(label.span.start)
    }

    /// Whether our own company is the last one named before a value, in its sentence or under a
    /// label.
    fn belongs_to_us(&self, span: &Span, sentence: &Span) -> bool {
        let label = self.label_start(span).unwrap_or(span.start);
        let client = ["甲方", "我方", "我司", "我们", "客户", "购方"];
        let is_of_client = self.page.ink.any_at(label, &client).is_some()
            || label::ends_before(
                self.page.ink,
                label,
                &["甲方", "我方", "我司", "我们", "客户", "购方"],
            );
        if self.own.is_empty() || is_of_client {
            return false;
        }
        let last = self.companies.iter().rfind(|name| name.end <= span.start);
        let Some(last) = last.filter(|last| self.own.contains(last)) else {
            return false;
        };
        if sentence.contains(&last.start) {
            return true;
        }
        let between = self.page.ink.slice(&(last.end..span.start));
        let n_lines = between.iter().filter(|c| **c == '\n').count();
        let has_gap = between.windows(2).any(|pair| pair == ['\n', '\n']);
        let is_marked = self.label_start(last).is_some() || self.page.ink.before(last.start) == ':';
        is_marked && n_lines <= 6 && !has_gap
    }

    /// Reads the values that a label announces.
    fn labelled(&mut self, index: usize, label: &Label) {
        let ink = self.page.ink;
        if self.page.scene.is_header(label.span.start) && ink.get(label.span.end) != ':' {
            return;
        }
        let next = self
            .page
            .labels
            .get(index + 1)
            .map_or(ink.len(), |next| next.span.start);
        let mut limit = ink.line_end(label.value).min(next.max(label.value));
        let clause = self.page.scene.clause(label.span.start);
        let before = clause.start..label.span.start;
        let is_foreign = label::is_foreign(ink, label)
            || label.announces(Announced::Other)
            || label.announces(Announced::Contact) && ink.has(&before, NO_CONTACT);
        if is_foreign {
            // What belongs to such a label is no fact about the client.
            if label.clarity == Clarity::Marked || label.announces(Announced::Other) {
                let end = (label.value..limit)
                    .find(|at| matches!(ink.get(*at), ',' | ';' | '。' | '('))
                    .unwrap_or(limit);
                self.take(&(label.value..end));
            }
            return;
        }
        // 联系人从甲改成乙: the second counts.
        let clause = self.page.scene.clause(label.value);
        let first = match ink.last_of(
            &(label.value..limit.min(clause.end).max(label.value)),
            CHANGES,
        ) {
            Some((at, word)) => at + word.chars().count(),
            None => label.value,
        };
        limit = limit.max(first);
        for announced in label.announced.clone() {
            self.read_one(announced, label, first..limit, next);
        }
    }

    fn read_one(&mut self, announced: Announced, label: &Label, region: Span, next_label: usize) {
        let ink = self.page.ink;
        let clarity = Some(label.clarity);
        let first = |read: &dyn Fn(usize) -> Option<Span>| region.clone().find_map(read);
        match announced {
            Announced::Name | Announced::Holder | Announced::Short => {
                self.labelled_name(announced, label, &region, next_label);
            }
            Announced::Code => {
                let at = region
                    .clone()
                    .find(|at| ink.get(*at).is_ascii_alphanumeric());
                if let Some(code) = at.and_then(|at| token::code(ink, at, true))
                    && !self.is_taken(&code.span)
                {
                    let subject = self.targets.code;
                    let warning = code.doubt.map(Warning::Doubt);
                    if let Some(candidate) = self.push(subject, code.value, code.span, clarity) {
                        candidate.warning = warning;
                    }
                }
            }
            Announced::Address => self.labelled_address(label, &region, next_label),
            Announced::Phone => {
                let limit = if label.announced.len() > 1 {
                    region.end
                } else {
                    self.value_end(&region)
                };
                let mut at = region.start;
                while at < limit.max(region.start) {
                    match phone::phone(ink, at) {
                        Some(found) if !self.is_taken(&found.span) => {
                            at = found.span.end;
                            self.phone(found, clarity);
                        }
                        Some(found) => at = found.span.end,
                        None => at += 1,
                    }
                }
            }
            Announced::Bank => {
                let line = region.start..region.end;
                if let Some(bank) = first(&|at| organisation::bank(ink, at, &line))
                    && !self.is_taken(&bank)
                {
                    self.bank(bank);
                }
            }
            Announced::Account => {
                let at = region.clone().find(|at| {
                    ink.get(*at).is_ascii_digit() && !self.taken.get(*at).copied().unwrap_or(true)
                });
                if let Some((span, digits)) = at.and_then(|at| token::account_number(ink, at)) {
                    self.number(span, digits, true);
                }
            }
            Announced::Contact => {
                let end = self.value_end(&region);
                let is_marked = label.clarity > Clarity::Glued;
                let (region, end) = self.behind_denial(region.clone(), end);
                if let Some(person) = place::person(ink, region.start, end, is_marked)
                    && !self.is_taken(&person)
                {
                    let value = ink.shown(&person);
                    self.push(Subject::Client(ClientKey::Contact), value, person, clarity);
                }
            }
            Announced::Email => {
                if let Some(email) = first(&|at| token::email(ink, at))
                    && !self.is_taken(&email)
                {
                    let value = half_width(&ink.shown(&email));
                    self.push(Subject::Client(ClientKey::Email), value, email, clarity);
                }
            }
            Announced::Other => {}
        }
    }

    /// Of 不是甲，是乙, the region of 乙, and its end.
    fn behind_denial(&self, region: Span, end: usize) -> (Span, usize) {
        let ink = self.page.ink;
        let next = self.page.scene.clause(end + 1);
        let said = ink.any_at(ink.skip_spaces(next.start), &["是", "而是", "应该是"]);
        match said {
            Some((_, start)) if ink.any_at(region.start, &["不是"]).is_some() => {
                (start..next.end, next.end)
            }
            Some(_) | None => (region, end),
        }
    }

    /// Where a value of free text ends.
    fn value_end(&self, region: &Span) -> usize {
        let ink = self.page.ink;
        let is_latin = !ink.slice(region).iter().any(|c| is_han(*c));
        region
            .clone()
            .find(|at| {
                matches!(ink.get(*at), ';' | '。' | '|' | '"' | '\t')
                    || ink.get(*at) == ',' && !is_latin
                    || ink.get(*at) == ',' && ink.get(*at + 1) == '"'
            })
            .unwrap_or(region.end)
    }

    fn labelled_name(
        &mut self,
        announced: Announced,
        label: &Label,
        region: &Span,
        next_label: usize,
    ) {
        let ink = self.page.ink;
        let end = self.value_end(region);
        let piece = ink.trimmed(region.start..end);
        if piece.is_empty() || self.is_taken(&piece) {
            return;
        }
        let mut piece = self.without_remark(piece);
        // Two spaces, or a space before another kind of text, end a name.
        if let Some(gap) = piece
            .clone()
            .find(|at| ink.get(*at) == ' ' && is_han(ink.before(*at)) && !is_han(ink.get(*at + 1)))
        {
            piece = piece.start..gap;
        }
        let joined = self.joined(&piece, region, next_label);
        let companies = organisation::companies(ink, &piece);
        let name = match (&joined, companies.first()) {
            (Some(_), _) => Some(piece.clone()),
            (None, Some(company)) if self.is_bracketed(piece.start..company.start) => {
                Some(piece.start..company.end)
            }
            (None, Some(company)) if self.has_branch(label, &piece, company) => Some(piece.clone()),
            (None, Some(company)) => Some(company.clone()),
            (None, None) => {
                organisation::whole(ink, &piece).or_else(|| self.plain_name(&piece, label))
            }
        };
        let Some(name) = name else { return };
        let value = match &joined {
            Some(rest) => format!("{}{}", ink.shown(&piece), ink.shown(rest)),
            None => ink.shown(&name),
        };
        let span = joined.map_or(name.clone(), |rest| name.start..rest.end);
        let value = registered(&value);
        if announced == Announced::Short {
            if value.chars().count() <= 20 {
                self.push(
                    Subject::Client(ClientKey::Short),
                    value,
                    span,
                    Some(label.clarity),
                );
            }
            return;
        }
        if announced == Announced::Holder {
            self.holders.push((span.clone(), value.clone()));
        }
        if organisation::is_bank(ink, &span) && announced == Announced::Holder {
            return;
        }
        let clarity = match announced {
            // A name that only an account has is less clear than one with a label of its own.
            Announced::Holder => Clarity::Glued,
            _ => label.clarity,
        };
        self.name(value, span, Some(clarity));
    }

    /// Whether a labelled name goes on behind the company: 有限公司工会委员会.
    fn has_branch(&self, label: &Label, piece: &Span, company: &Span) -> bool {
        let ink = self.page.ink;
        let rest = company.end..piece.end;
        label.clarity == Clarity::Marked
            && company.start == piece.start
            && (2..=14).contains(&rest.len())
            && ink.slice(&rest).iter().all(|c| is_han(*c))
            && organisation::ends_as_name(ink, piece)
    }

    /// Whether a span is a place in brackets, with which a name may begin: （虚构）国际贸易.
    fn is_bracketed(&self, span: Span) -> bool {
        let ink = self.page.ink;
        (4..=8).contains(&span.len())
            && ink.get(span.start) == '('
            && ink.before(span.end) == ')'
            && ink
                .slice(&(span.start + 1..span.end - 1))
                .iter()
                .all(|c| is_han(*c))
            && !ink.has(&span, &["必", "选", "填", "注", "方"])
    }

    /// The rest of a name whose line a PDF broke.
    fn joined(&self, piece: &Span, region: &Span, next_label: usize) -> Option<Span> {
        let ink = self.page.ink;
        let is_last =
            piece.end == region.end && ink.get(piece.end) == '\n' && next_label > piece.end + 1;
        if !is_last
            || !is_han(ink.get(piece.start))
            || organisation::ends_as_name(ink, piece)
            || piece.len() < 6
        {
            return None;
        }
        let rest = ink.trimmed(piece.end + 1..ink.line_end(piece.end + 1).min(next_label));
        let both = piece.start..rest.end;
        (!rest.is_empty()
            && rest.len() <= 20
            && organisation::ends_as_name(ink, &both)
            && ink
                .slice(&rest)
                .iter()
                .all(|c| is_han(*c) || matches!(c, '(' | ')')))
        .then_some(rest)
    }

    /// A name without the ending of an organisation, which only a clear label makes one.
    fn plain_name(&self, piece: &Span, label: &Label) -> Option<Span> {
        let ink = self.page.ink;
        if label.clarity != Clarity::Marked && !ink.has(&label.span, &["甲方"]) {
            return None;
        }
        let n_han = ink.slice(piece).iter().filter(|c| is_han(**c)).count();
        let is_chinese = (2..=30).contains(&n_han)
            && ink.slice(piece).iter().all(|c| {
                is_han(*c) || c.is_ascii_alphanumeric() || matches!(c, '(' | ')' | '·' | ' ')
            })
            && !polarity::is_asked(ink, piece);
        let is_vague = [
            "我", "你", "他", "见", "如", "同", "待", "不", "没", "无", "暂", "先", "这", "那",
            "谁", "就", "发", "写", "请", "已", "还",
        ]
        .iter()
        .any(|word| ink.after(piece.start, word).is_some());
        if is_chinese && !is_vague {
            return Some(piece.clone());
        }
        let is_latin = n_han == 0
            && ink.get(piece.start).is_ascii_alphabetic()
            && piece.len() >= 4
            && ink
                .slice(piece)
                .iter()
                .filter(|c| c.is_ascii_alphabetic())
                .count()
                * 2
                > piece.len()
            && !ink.slice(piece).contains(&'@');
        is_latin.then(|| piece.clone())
    }

    /// A piece without a remark in brackets at its end, which is no part of a name.
    fn without_remark(&self, piece: Span) -> Span {
        let ink = self.page.ink;
        if ink.before(piece.end) != ')' {
            return piece;
        }
        let Some(open) = piece.clone().rev().find(|at| ink.get(*at) == '(') else {
            return piece;
        };
        let inside = open..piece.end;
        let is_part =
            ink.has(&inside, &["合伙", "个体", "独资", "分所", "分公司"]) || open == piece.start;
        if is_part {
            piece
        } else {
            ink.trimmed(piece.start..open)
        }
    }

    fn name(&mut self, value: String, span: Span, clarity: Option<Clarity>) {
        let ink = self.page.ink;
        let clause = self.page.scene.clause(span.start);
        let own = comparable(&half_brackets(self.page.reader.own_name));
        if !own.is_empty() && comparable(&half_brackets(&value)) == own {
            self.take(&span);
            return;
        }
        let before = span.start.saturating_sub(10).max(clause.start)..span.start;
        let before = match self.companies.iter().rfind(|name| name.end <= span.start) {
            Some(last)
                if last.end > before.start
                    && ink.has(&(last.end..span.start), &["与", "和", "跟"]) =>
            {
                ink.after(last.end, "(乙方)").unwrap_or(last.end)..span.start
            }
            Some(_) | None => before,
        };
        let is_others = ink.has(
            &before,
            &[
                "乙方",
                "你们",
                "贵司",
                "贵公司",
                "代理",
                "竞争",
                "同行",
                "隔壁",
                "介绍",
            ],
        ) && !ink.has(&before, &["甲方", "抬头", "我们", "我司"])
            || ink.has(&(before.start..span.end), THIRD_PARTY)
            || ink.after(span.end, "代付").is_some()
            || ink.after(span.end, "介绍").is_some();
        let subject = self.targets.name;
        if let Some(candidate) = self.push(subject, value, span, clarity) {
            candidate.is_out |= is_others;
        }
    }

    fn labelled_address(&mut self, label: &Label, region: &Span, next_label: usize) {
        let ink = self.page.ink;
        let start = ink.skip_spaces(region.start);
        let mut end = self.value_end(&(start..region.end)).min(start + 200);
        // A telephone, a code or an account behind the address is no part of it.
        for at in start + 1..end {
            let begins = phone::phone(ink, at)
                .is_some_and(|found| found.kind != PhoneKind::Bare || label.announced.len() > 1)
                || token::email(ink, at).is_some()
                || token::code(ink, at, false).is_some()
                || token::account_number(ink, at).is_some_and(|(_, digits)| digits.len() >= 10);
            if begins && at > start + 4 {
                end = at;
                break;
            }
        }
        let piece = ink.trimmed(start..end);
        let mut piece = self.without_remark(piece);
        piece = self.without_number(piece);
        while matches!(ink.before(piece.end), ',' | '、' | '/' | '(' | '-' | ':') {
            piece.end -= 1;
        }
        let n_letters = ink
            .slice(&piece)
            .iter()
            .filter(|c| c.is_alphanumeric())
            .count();
        if n_letters < 5 || self.is_taken(&piece) {
            return;
        }
        let exact = place::address(ink, piece.start, piece.end);
        if label.clarity == Clarity::Glued && exact.is_none() {
            return;
        }
        let is_address = exact.is_some()
            || ink.has(
                &piece,
                &[
                    "省", "市", "区", "县", "路", "街", "镇", "村", "号", "楼", "大厦", "园",
                ],
            )
            || n_letters >= 12 && !ink.slice(&piece).iter().any(|c| is_han(*c));
        if !is_address || polarity::is_asked(ink, &piece) {
            return;
        }
        let piece = match exact {
            Some(exact) if label.clarity == Clarity::Glued => exact,
            _ => piece,
        };
        let mut value = ink.shown(&piece);
        let mut span = piece.clone();
        // A line that a PDF broke: the next one goes on with a number of a house.
        if ink.get(region.end) == '\n'
            && piece.end == ink.trimmed(region.clone()).end
            && next_label > region.end + 1
        {
            let rest = ink.trimmed(region.end + 1..ink.line_end(region.end + 1).min(next_label));
            let is_rest = ink.get(rest.start).is_ascii_digit()
                && rest.len() <= 20
                && rest.clone().any(|at| {
                    ink.any_at(at, &["号", "楼", "室", "层", "幢", "栋", "座"])
                        .is_some()
                })
                && ink
                    .slice(&rest)
                    .iter()
                    .all(|c| is_han(*c) || c.is_ascii_alphanumeric());
            if is_rest {
                value.push_str(&ink.shown(&rest));
                span = piece.start..rest.end;
            }
        }
        let value = pasted(value.trim(), None, None).text;
        self.push(
            Subject::Client(ClientKey::Address),
            value,
            span,
            Some(label.clarity),
        );
    }

    /// An address without the number of the next item of a list: `3号 4.`.
    fn without_number(&self, piece: Span) -> Span {
        let ink = self.page.ink;
        let mut at = piece.end;
        if !matches!(ink.before(at), '.' | '、' | ')') {
            return piece;
        }
        at -= 1;
        let dot = at;
        while ink.before(at).is_ascii_digit() && dot - at < 2 {
            at -= 1;
        }
        if at < dot && ink.before(at) == ' ' {
            ink.trimmed(piece.start..at)
        } else {
            piece
        }
    }

    fn phone(&mut self, found: phone::PhoneFound, clarity: Option<Clarity>) {
        let ink = self.page.ink;
        let clause = self.page.scene.clause(found.span.start);
        let is_other = ink.has(&(clause.start..found.span.start), NO_CONTACT)
            || clause.end > found.span.end
                && ink
                    .any_at(
                        ink.skip_spaces(found.span.end),
                        &["(财务", "(会计", "(法人", "(快递", "(传真", "财务", "(出纳"],
                    )
                    .is_some()
            || found.kind == PhoneKind::Hotline && clarity != Some(Clarity::Marked);
        let subject = self.targets.phone;
        if let Some(candidate) = self.push(subject, found.value, found.span, clarity) {
            candidate.phone = Some(found.kind);
            candidate.first_counts = true;
            candidate.is_out |= is_other;
        }
    }

    fn bank(&mut self, span: Span) {
        if self
            .banks
            .iter()
            .any(|(known, _)| known.start < span.end && span.start < known.end)
        {
            return;
        }
        let ink = self.page.ink;
        let clause = self.page.scene.clause(span.start);
        let start = self.label_start(&span).unwrap_or(span.start);
        let is_out = label::is_former(ink, start)
            || label::is_former(ink, span.start)
            || polarity::is_former(ink, &clause, span.start)
            || polarity::is_negated(ink, &clause, span.start)
            || polarity::is_void_after(ink, &clause, span.end);
        self.take(&span);
        self.banks.push((span, is_out));
    }

    fn number(&mut self, span: Span, digits: String, is_labelled: bool) {
        if !self.numbers.iter().any(|(known, _, _)| *known == span) {
            self.take(&span);
            self.numbers.push((span, digits, is_labelled));
        }
    }

    /// What the text holds besides the values of labels.
    fn unlabelled(&mut self) {
        let ink = self.page.ink;
        for line in ink.lines() {
            let mut at = line.start;
            while at < line.end {
                if self.taken.get(at).copied().unwrap_or(true) || self.page.scene.is_header(at) {
                    at += 1;
                    continue;
                }
                at = self.token(at, &line).max(at + 1);
            }
        }
        for company in self.companies.clone() {
            if !self.is_taken(&company) && !organisation::is_bank(ink, &company) {
                let value = registered(&ink.shown(&company));
                self.name(value, company, None);
            }
        }
        for piece in self.pieces() {
            if self.is_taken(&piece) {
                continue;
            }
            if let Some(address) = place::whole_address(ink, &piece)
                && !organisation::is_bank(ink, &address)
                && organisation::whole(ink, &address).is_none()
            {
                let clause = self.page.scene.clause(piece.start);
                if !ink.has(
                    &(clause.start..piece.start),
                    &["位置", "快递", "收件", "寄"],
                ) {
                    let value = pasted(ink.shown(&address).trim(), None, None).text;
                    self.push(Subject::Client(ClientKey::Address), value, address, None);
                }
                continue;
            }
            let piece = self.before_person(piece);
            if let Some(name) = organisation::whole(ink, &piece)
                && !organisation::is_bank(ink, &name)
                && (self.stands_among_facts(&piece)
                    || ink.has(
                        &(piece.start..name.start),
                        &[
                            "我们是",
                            "我是",
                            "店叫",
                            "店名",
                            "抬头",
                            "公司叫",
                            "单位是",
                            "甲方",
                        ],
                    ))
            {
                let value = registered(&ink.shown(&name));
                self.name(value, name, None);
            }
        }
    }

    /// 我是某某幼儿园的贾老师: the piece before 的.
    fn before_person(&self, piece: Span) -> Span {
        let ink = self.page.ink;
        let is_said = ink
            .any_at(piece.start, &["我是", "我们是", "这边是", "这里是"])
            .is_some();
        match piece.clone().rev().find(|at| ink.get(*at) == '的') {
            Some(at) if is_said && at > piece.start + 4 => piece.start..at,
            _ => piece,
        }
    }

    /// Whether other facts of a client stand in the same line or in a line beside.
    fn stands_among_facts(&self, piece: &Span) -> bool {
        let near = piece.start.saturating_sub(80)..piece.end + 80;
        self.found
            .iter()
            .any(|each| near.contains(&each.span.start))
            || self
                .numbers
                .iter()
                .any(|(span, _, _)| near.contains(&span.start))
    }

    /// The pieces of the text between marks, spaces and what is taken.
    fn pieces(&self) -> Vec<Span> {
        let ink = self.page.ink;
        let mut pieces = Vec::new();
        let mut start = 0;
        for at in 0..=ink.len() {
            let ends = at == ink.len()
                || self.taken.get(at).copied().unwrap_or(true)
                || self.page.scene.is_header(at)
                || matches!(
                    ink.get(at),
                    '\n' | ',' | ';' | '。' | ':' | '!' | '?' | '|' | '\t' | '"' | '、' | '[' | ']'
                )
                || ink.get(at) == ' ';
            if ends {
                let piece = ink.trimmed(start..at);
                if piece.len() >= 4 {
                    pieces.push(piece);
                }
                start = at + 1;
                // A taken cell may directly begin the next piece.
                if at < ink.len()
                    && !self.taken.get(at + 1).copied().unwrap_or(true)
                    && self.taken.get(at).copied().unwrap_or(false)
                {
                    start = at + 1;
                }
            }
        }
        pieces
    }

    /// Reads the value at `at`; returns where the search goes on.
    fn token(&mut self, at: usize, line: &Span) -> usize {
        let ink = self.page.ink;
        if let Some(url) = token::url(ink, at) {
            self.take(&url);
            return url.end;
        }
        if let Some(email) = token::email(ink, at) {
            let clause = self.page.scene.clause(at);
            let is_other = ink.has(
                &(clause.start..at),
                &["发票", "开票", "收票", "财务", "发件人", "抄送", "<"],
            ) || ink.before(at) == '<';
            let value = half_width(&ink.shown(&email));
            let end = email.end;
            if let Some(candidate) =
                self.push(Subject::Client(ClientKey::Email), value, email, None)
            {
                candidate.is_out |= is_other;
            }
            return end;
        }
        if let Some(code) = token::code(ink, at, false) {
            let end = code.span.end;
            let subject = self.targets.code;
            self.push(subject, code.value, code.span, None);
            return end;
        }
        if let Some(found) = phone::phone(ink, at)
            && found.kind != PhoneKind::Bare
        {
            let end = found.span.end;
            if found.kind == PhoneKind::Mobile {
                self.person_before(&found.span);
            }
            if found.kind == PhoneKind::Hotline {
                self.take(&found.span);
            } else {
                self.phone(found, None);
            }
            return end;
        }
        if let Some((span, digits)) = token::account_number(ink, at) {
            let end = span.end;
            let is_corrected =
                !self.numbers.is_empty() && polarity::corrects(ink, self.page.scene, span.start);
            let is_account = digits.len() >= 10 && (is_corrected || self.is_by_bank(&span));
            if is_account {
                self.number(span, digits, false);
            }
            return end;
        }
        if let Some(bank) = organisation::bank(ink, at, line)
            && !self.is_taken(&bank)
        {
            let end = bank.end;
            self.bank(bank);
            return end;
        }
        at + 1
    }

    /// Whether the name of a bank stands right before or behind a number.
    fn is_by_bank(&self, span: &Span) -> bool {
        let ink = self.page.ink;
        let is_gap = |gap: &Span| {
            gap.len() <= 4
                && ink.slice(gap).iter().all(|c| {
                    matches!(
                        c,
                        ' ' | ',' | ':' | '\n' | '(' | '、' | '。' | '/' | ';' | '-'
                    )
                })
        };
        // The number of the bank may stand between in brackets: 支行（行号：000）.
        let is_bracket =
            |gap: &Span| gap.len() <= 30 && ink.get(gap.start) == '(' && ink.before(gap.end) == ')';
        let before = self.banks.iter().any(|(bank, _)| {
            let gap = bank.end..span.start;
            bank.end <= span.start && (is_gap(&gap) || is_bracket(&gap))
        });
        let next = ink.skip_spaces(span.end);
        let next = if matches!(ink.get(next), ',' | '、' | '\n') {
            ink.skip_spaces(next + 1)
        } else {
            next
        };
        let line = next..ink.line_end(next);
        before
            || (next..(next + 16).min(line.end))
                .any(|at| organisation::bank(ink, at, &line).is_some_and(|bank| bank.start == next))
    }

    /// Proposes the person whose name stands right before a mobile number.
    fn person_before(&mut self, phone: &Span) {
        let ink = self.page.ink;
        let clause = self.page.scene.clause(phone.start);
        let mut end = phone.start;
        while matches!(ink.before(end), ' ' | ',' | ':' | '-' | '(') && phone.start - end < 3 {
            end -= 1;
        }
        let mut start = end;
        while is_han(ink.before(start)) && end - start < 6 && !self.page.scene.is_header(start - 1)
        {
            start -= 1;
        }
        let whole = start..end;
        if self.is_taken(&whole)
            || ink.has(&(clause.start.min(start)..end), NO_CONTACT)
            || ink.has(
                &(clause.start.min(start)..start),
                &["老公", "爱人", "妹", "朋友", "前任"],
            )
        {
            return;
        }
        if let Some(person) = place::person(ink, start, end, false)
            && person.end <= end
        {
            let value = ink.shown(&person);
            self.push(Subject::Client(ClientKey::Contact), value, person, None);
        }
    }

    /// Puts banks and numbers together.
    fn pair_accounts(&mut self) {
        let ink = self.page.ink;
        self.banks.sort_by_key(|(span, _)| span.start);
        self.numbers.sort_by_key(|(span, _, _)| span.start);
        let (banks, numbers) = (self.banks.clone(), self.numbers.clone());
        let mut last_pair: Option<(Span, bool)> = None;
        for (index, (span, digits, _)) in numbers.iter().enumerate() {
            let previous_end = index
                .checked_sub(1)
                .and_then(|i| numbers.get(i))
                .map_or(0, |(span, _, _)| span.end);
            let next_start = numbers
                .get(index + 1)
                .map_or(ink.len(), |(span, _, _)| span.start);
            let before = banks
                .iter()
                .rfind(|(bank, _)| bank.end <= span.start && bank.start >= previous_end);
            let after = banks
                .iter()
                .find(|(bank, _)| bank.start >= span.end && bank.start < next_start);
            let corrects = polarity::corrects(ink, self.page.scene, span.start);
            let inherited = last_pair.clone().filter(|_| corrects);
            let pair = before.cloned().or_else(|| {
                // A number stands before its bank only right before it.
                after
                    .filter(|(bank, _)| bank.start - span.end <= 12)
                    .cloned()
            });
            let Some((bank, is_out)) = pair.clone().or(inherited) else {
                continue;
            };
            let pair_is_new = pair.is_some();
            if pair_is_new {
                last_pair = pair;
            }
            let value = format!("{} {digits}", registered(&ink.shown(&bank)));
            let sentence = self.page.scene.sentence(span.start);
            let around = bank.start.min(span.start)..bank.end.max(span.end);
            let wide = sentence.start.min(around.start)..around.end;
            let is_pair = pair_is_new && around.len() <= 60;
            let covered = if is_pair { around } else { span.clone() };
            let subject = self.targets.account;
            let clause = self.page.scene.clause(span.start);
            let holder = self.holder_near(span);
            let mut is_others = ink.has(&(sentence.start..span.start), THIRD_PARTY)
                || ink.has(&clause, THIRD_PARTY);
            is_others |= ink.has(&wide, &["我个人", "法人卡", "个人卡", "老板的卡"]);
            let is_void = is_out
                || polarity::is_negated(ink, &clause, span.start)
                || polarity::is_void_after(ink, &clause, span.end);
            let clarity = Some(Clarity::Said);
            if let Some(candidate) = self.push(subject, value, covered, clarity) {
                candidate.is_out |= is_others || is_void;
                candidate.corrects = corrects && !candidate.is_out;
                candidate.first_counts = true;
                candidate.warning = holder.map(|holder| Warning::OtherHolder { holder });
            }
        }
    }

    /// The holder that the message names for an account, if that is not the client.
    fn holder_near(&self, number: &Span) -> Option<String> {
        let (_, holder) = self
            .holders
            .iter()
            .min_by_key(|(span, _)| span.start.abs_diff(number.start))
            .filter(|(span, _)| span.start.abs_diff(number.start) < 120)?;
        let names = self
            .found
            .iter()
            .filter(|each| each.subject == self.targets.name && !each.is_out);
        let mut others = names
            .filter(|each| each.clarity != Some(Clarity::Glued))
            .peekable();
        others.peek()?;
        let same = |each: &Candidate| {
            each.values
                .first()
                .is_some_and(|name| comparable(name) == comparable(holder))
        };
        (!others.any(same)).then(|| holder.clone())
    }

    /// The name below the last words of an English mail.
    fn signature(&mut self) {
        let ink = self.page.ink;
        let lines = ink.lines();
        for (index, line) in lines.iter().enumerate() {
            let ends_mail = ink.has(
                line,
                &["regards", "sincerely", "yours truly", "best wishes"],
            );
            if !ends_mail || line.len() > 30 {
                continue;
            }
            let Some(next) = lines
                .get(index + 1..)
                .and_then(|rest| rest.iter().find(|line| !line.is_empty()))
            else {
                continue;
            };
            if let Some(name) = place::latin(ink, next.start, next.end)
                && ink.text(&name).contains(' ')
            {
                let value = ink.shown(&name);
                self.push(Subject::Client(ClientKey::Contact), value, name, None);
            }
        }
    }
}

/// A name as it is registered: full-width brackets in a Chinese name, no spaces between its
/// characters.
fn registered(name: &str) -> String {
    let name = pasted(name.trim(), None, None).text;
    let is_chinese = name.chars().any(is_han);
    let is_plain = |c: char| c.is_ascii() || !is_chinese;
    if name.chars().all(is_plain) {
        return name;
    }
    name.chars()
        .map(|character| match character {
            '(' => '（',
            ')' => '）',
            _ => character,
        })
        .collect()
}

fn half_brackets(name: &str) -> String {
    name.replace('（', "(").replace('）', ")")
}

/// Rules out what a clause without a value excludes: 电话不要写.
pub(super) fn exclude(page: &Page<'_>, candidates: &mut [Candidate]) {
    let ink = page.ink;
    let targets = Targets::of(page);
    let contact = Subject::Client(ClientKey::Contact);
    let words: [(&[&str], Subject, Option<PhoneKind>); 8] = [
        (&["座机", "固话"], targets.phone, Some(PhoneKind::Fixed)),
        (&["手机"], targets.phone, Some(PhoneKind::Mobile)),
        (&["电话", "号码", "联系方式"], targets.phone, None),
        (&["联系人"], contact, None),
        (&["账号", "账户", "开户行", "银行"], targets.account, None),
        (&["邮箱", "邮件"], Subject::Client(ClientKey::Email), None),
        (&["地址"], Subject::Client(ClientKey::Address), None),
        (&["税号"], targets.code, None),
    ];
    gone(page, candidates);
    follow(candidates);
    for clause in page.scene.clauses() {
        let excludes = ink.first_of(clause, EXCLUDING).is_some_and(|(at, word)| {
            let end = at + word.chars().count();
            !matches!(ink.get(end), '错' | '漏')
        });
        if !excludes || page.scene.is_header(clause.start) && clause.len() < 3 {
            continue;
        }
        for (names, subject, kind) in &words {
            if !ink.has(clause, names) {
                continue;
            }
            // A value in the clause is what the words exclude, and nothing else.
            if candidates
                .iter()
                .any(|each| each.subject == *subject && clause.contains(&each.span.start))
            {
                continue;
            }
            for candidate in candidates.iter_mut() {
                let fits =
                    candidate.subject == *subject && (kind.is_none() || candidate.phone == *kind);
                let is_later_correction = candidate.corrects && candidate.span.start > clause.end;
                if fits && !is_later_correction {
                    candidate.is_out = true;
                }
            }
        }
    }
}

/// Rules out a person of whom the message says that they left, and the number beside the name.
fn gone(page: &Page<'_>, candidates: &mut [Candidate]) {
    const GONE: &[&str] = &[
        "离职",
        "已离职",
        "调走",
        "不负责",
        "休产假",
        "下周离职",
        "不干了",
        "走了",
    ];
    let ink = page.ink;
    let mut places = Vec::new();
    for candidate in candidates.iter_mut() {
        let name = match (candidate.subject, candidate.values.first()) {
            (Subject::Client(ClientKey::Contact), Some(name)) => name.to_lowercase(),
            _ => continue,
        };
        let has_left = (0..ink.len()).any(|at| {
            ink.after(at, &name)
                .is_some_and(|end| ink.any_at(end, GONE).is_some())
        });
        if has_left {
            candidate.is_out = true;
            places.push(candidate.span.end);
        }
    }
    for candidate in candidates.iter_mut().filter(|each| each.phone.is_some()) {
        let start = candidate.span.start;
        candidate.is_out |= places.iter().any(|end| start >= *end && start - end <= 6);
    }
}

/// The number beside a corrected contact corrects the number before.
fn follow(candidates: &mut [Candidate]) {
    let ends: Vec<usize> = candidates
        .iter()
        .filter(|each| {
            let is_contact = each.subject == Subject::Client(ClientKey::Contact);
            is_contact && each.corrects && !each.is_out
        })
        .map(|each| each.span.end)
        .collect();
    for candidate in candidates.iter_mut() {
        let start = candidate.span.start;
        let follows = ends.iter().any(|end| start >= *end && start - end <= 6);
        candidate.corrects |= follows && candidate.phone.is_some() && !candidate.is_out;
    }
}
