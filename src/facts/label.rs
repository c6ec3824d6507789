//! Labels of what belongs to the client: 单位名称, 税号, 开户行及账号.

use super::ink::{Ink, Span, is_han};
use super::{organisation, phone, place, token};

/// What a label announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Announced {
    Name,
    /// The holder of an account: also the name of the client, or somebody else's.
    Holder,
    Short,
    Code,
    Address,
    Phone,
    Bank,
    Account,
    Contact,
    Email,
    /// What no field is for: fax, post code, the number of a bank.
    Other,
}

/// How clearly a label is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Clarity {
    /// The value follows at once.
    Glued,
    /// A word such as 是 stands between.
    Said,
    /// A colon or a line end stands between.
    Marked,
}

/// A label in the text.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub span: Span,
    pub announced: Vec<Announced>,
    pub clarity: Clarity,
    /// Where the value begins.
    pub value: usize,
    /// Whether the word is one that also means something else.
    is_plain_word: bool,
}

use Announced::{Account, Address, Bank, Code, Contact, Email, Holder, Name, Other, Phone, Short};

const LABELS: &[(Announced, &[&str])] = &[
    (
        Name,
        &[
            "盖章单位",
            "签约单位",
            "签约主体",
            "签约方",
            "合同主体",
            "客户单位",
            "采购单位",
            "采购方",
            "需方",
            "客户公司",
            "委托方",
            "委托单位",
            "付款单位",
            "公司全名",
            "签约公司",
            "单位名称",
            "公司名称",
            "企业名称",
            "客户名称",
            "机构名称",
            "开票名称",
            "发票抬头",
            "开票抬头",
            "公司抬头",
            "单位抬头",
            "购货单位",
            "购买方名称",
            "购买方",
            "单位全称",
            "公司全称",
            "企业全称",
            "客户全称",
            "纳税人名称",
            "名称",
            "抬头",
            "全称",
            "公司名",
            "店名",
            "字号",
            "商户名称",
            "company name",
            "company",
            "client name",
            "client",
            "customer",
            "name",
            "title",
            "legal name",
            "开票单位",
            "受票方",
            "甲方名称",
            "甲方单位",
            "单位名",
            "buyer",
        ],
    ),
    (
        Holder,
        &[
            "户名",
            "开户名称",
            "账户名称",
            "开户名",
            "账户名",
            "收款人",
            "account name",
            "beneficiary",
            "开户单位",
        ],
    ),
    (Short, &["简称", "公司简称", "客户简称", "short name"]),
    (
        Code,
        &[
            "统一社会信用代码",
            "社会信用代码",
            "信用代码",
            "纳税人识别号",
            "纳税识别号",
            "纳税人税号",
            "税务登记号",
            "税务登记证号",
            "公司税号",
            "企业税号",
            "开票税号",
            "税号",
            "识别号",
            "tax no.",
            "tax no",
            "tax id",
            "taxno",
            "tax number",
            "taxid",
            "tax code",
            "uscc",
            "credit code",
            "统一代码",
            "营业执照号",
            "机构代码",
            "税务号",
        ],
    ),
    (
        Address,
        &[
            "单位地址",
            "公司地址",
            "注册地址",
            "开票地址",
            "经营地址",
            "办公地址",
            "联系地址",
            "企业地址",
            "通讯地址",
            "地址",
            "住所",
            "注册地",
            "addr.",
            "addr",
            "address",
            "registered address",
            "门店地址",
            "店铺地址",
            "单位地址",
        ],
    ),
    (
        Phone,
        &[
            "联系电话",
            "注册电话",
            "公司电话",
            "单位电话",
            "开票电话",
            "电话号码",
            "办公电话",
            "企业电话",
            "固定电话",
            "固话",
            "座机",
            "电话",
            "手机号码",
            "手机号",
            "手机",
            "联系方式",
            "总机",
            "tel.",
            "tel",
            "telephone",
            "phone",
            "phone no.",
            "mobile",
            "mob",
            "cell",
            "联系手机",
            "移动电话",
            "办公室电话",
            "门店电话",
        ],
    ),
    (
        Bank,
        &[
            "开户银行名称",
            "开户行名称",
            "开户银行",
            "开户行",
            "银行名称",
            "开户支行",
            "开户网点",
            "开户",
            "bank name",
            "bank",
            "开户行全称",
        ],
    ),
    (
        Account,
        &[
            "银行账号",
            "银行账户",
            "对公账号",
            "对公账户",
            "公司账号",
            "公司账户",
            "账号",
            "账户",
            "卡号",
            "银行卡号",
            "account no.",
            "account no",
            "account number",
            "acct",
            "account",
            "a/c no.",
            "a/c",
            "新账号",
            "新账户",
            "开户账号",
        ],
    ),
    (
        Contact,
        &[
            "商务联系人",
            "业务联系人",
            "项目联系人",
            "采购联系人",
            "甲方联系人",
            "联系人姓名",
            "联系人员",
            "联系人",
            "对接人",
            "经办人",
            "接洽人",
            "业务对接",
            "contact person",
            "contact name",
            "contact",
            "attn",
            "attn.",
            "联络人",
        ],
    ),
    (
        Email,
        &[
            "电子邮箱",
            "电子邮件",
            "联系邮箱",
            "邮箱地址",
            "邮箱",
            "邮件",
            "e-mail",
            "email",
            "mail",
            "e-mail address",
        ],
    ),
    (
        Other,
        &[
            "传真",
            "fax",
            "传真号",
            "邮编",
            "邮政编码",
            "zip",
            "post code",
            "postcode",
            "行号",
            "联行号",
            "大额行号",
            "开户行行号",
            "开户行号",
            "银行行号",
            "支行行号",
            "清算行号",
            "swift code",
            "swift",
            "cnaps",
            "qq号",
            "qq",
            "微信号",
            "微信",
            "wechat",
            "法人代表",
            "法定代表人",
            "法人",
            "身份证号码",
            "身份证号",
            "身份证",
            "职务",
            "职位",
            "部门",
            "备注",
            "类型",
            "经营范围",
            "注册资本",
            "成立日期",
            "营业期限",
            "经营者",
            "财务联系人",
            "财务电话",
            "财务邮箱",
            "财务负责人",
            "财务",
            "会计",
            "出纳",
            "收票邮箱",
            "开票邮箱",
            "发票邮箱",
            "收票人",
            "收件人",
            "收件地址",
            "收货地址",
            "邮寄地址",
            "寄送地址",
            "快递地址",
            "收票地址",
            "收货人",
            "紧急联系人",
            "紧急联系电话",
            "统一编号",
            "订单号",
            "订单编号",
            "快递单号",
            "运单号",
            "流水号",
            "工单号",
            "发件人",
            "发送时间",
            "主题",
            "抄送",
            "收款账号",
            "收款账户",
            "收款银行",
            "会员号",
            "工号",
            "验证码",
            "取件码",
            "技术联系人",
            "技术对接",
            "售后联系人",
            "售后电话",
            "客服电话",
            "客服热线",
            "客服",
            "投诉电话",
            "服务热线",
            "财务手机",
            "法人手机",
            "法人电话",
            "证件号",
            "项目名称",
            "发票类型",
            "金额",
            "开户许可证号",
            "核准号",
            "业务员",
            "客户经理",
            "销售经理",
            "收件电话",
            "收货电话",
            "招商电话",
            "负责人电话",
            "原开户行",
            "原账号",
            "原账户",
            "老账号",
            "老账户",
            "旧账号",
            "旧账户",
            "备用电话",
            "备用手机",
            "微信同号",
            "群号",
            "房号",
            "车牌",
            "部门名称",
            "官网",
            "网址",
            "website",
        ],
    ),
];

/// Words that are labels only before a mark: they also mean something else.
const PLAIN_WORDS: &[&str] = &[
    "公司",
    "单位",
    "开户",
    "name",
    "title",
    "company",
    "client",
    "customer",
    "mail",
    "bank",
    "account",
    "contact",
    "mob",
    "cell",
    "财务",
    "会计",
    "出纳",
    "法人",
    "金额",
    "类型",
    "部门",
    "备注",
    "主题",
    "微信",
    "客服",
    "收款人",
    "购买方",
    "buyer",
    "联系方式",
    "微信同号",
    "字号",
    "住所",
    "注册地",
    "项目名称",
    "address",
    "phone",
    "职务",
    "职位",
];
/// Words that name the client only before a mark.
const ONLY_MARKED: &[(&str, Announced)] = &[
    ("公司", Name),
    ("单位", Name),
    ("甲方", Name),
    ("客户", Name),
    ("买方", Name),
    ("付款方", Name),
    ("姓名", Contact),
    ("联系", Contact),
];
/// Words that lead to a person.
const TO_PERSON: &[&str] = &[
    "联系",
    "联系一下",
    "找",
    "对接找",
    "请联系",
    "可联系",
    "联系我们",
    "有事找",
    "具体找",
    "我叫",
    "本人叫",
];
/// What may stand between a label and its value.
const SAID: &[&str] = &[
    "改",
    "在",
    "就写我个人",
    "就写",
    "请写",
    "先写",
    "写",
    "填",
    "就填",
    "是",
    "为",
    "叫",
    "就是",
    "还是",
    "换成",
    "换成了",
    "改成",
    "改成了",
    "改为",
    "变更为",
    "应为",
    "应该是",
    "正确的是",
    "应是",
    "is",
    "换了",
    "改了",
    "没变",
    "不变",
    "用",
    "就用",
    "我们是",
    "为准",
    "留",
];
/// Words before a label that make it somebody else's, or no field's.
const FOREIGN: &[&str] = &[
    "财务",
    "会计",
    "出纳",
    "法人",
    "法定代表人",
    "收票",
    "快递",
    "收货",
    "收件",
    "寄件",
    "紧急",
    "技术",
    "售后",
    "客服",
    "你们",
    "你们的",
    "贵司",
    "贵公司",
    "对方",
    "母公司",
    "总公司",
    "代理商",
    "物流",
    "司机",
    "个人",
    "乙方",
    "收款",
    "备用",
];
/// Words before the label of an e-mail address that make it one for invoices.
const FOR_INVOICES: &[&str] = &["发票", "开票", "收票", "电子发票"];
/// Words before a label that say that it is out of date.
const FORMER: &[&str] = &[
    "原来的",
    "原来",
    "原",
    "老",
    "旧",
    "旧的",
    "老的",
    "以前的",
    "以前",
    "之前的",
    "之前",
    "曾用",
];

impl Label {
    pub fn announces(&self, what: Announced) -> bool {
        self.announced.contains(&what)
    }
}

/// Whether one of the words ends right before `at`.
pub(super) fn ends_before(ink: &Ink, at: usize, words: &[&str]) -> bool {
    words.iter().any(|word| {
        at.checked_sub(word.chars().count())
            .is_some_and(|start| ink.after(start, word).is_some())
    })
}

/// The labels of a text, in order.
pub(super) fn labels(ink: &Ink) -> Vec<Label> {
    let mut found: Vec<Label> = Vec::new();
    let mut at = 0;
    while at < ink.len() {
        match label_at(ink, at) {
            Some(label) => {
                at = label.span.end.max(at + 1);
                if is_label(ink, &label) {
                    found.push(label);
                }
            }
            None => at += 1,
        }
    }
    found
}

/// The longest word of a label at `at`, where spaces may stand between two Han characters.
fn word_at(ink: &Ink, at: usize) -> Option<(Announced, usize, bool)> {
    let first = ink.get(at);
    if !(is_han(first) || first.is_ascii_alphabetic())
        || first.is_ascii_alphabetic() && ink.before(at).is_ascii_alphanumeric()
    {
        return None;
    }
    let mut best: Option<(Announced, usize, bool)> = None;
    for (announced, words) in LABELS {
        for word in *words {
            if let Some(end) = spaced_after(ink, at, word)
                && best.is_none_or(|(_, longest, _)| end > longest)
                && !(first.is_ascii_alphabetic() && ink.get(end).is_ascii_alphanumeric())
            {
                best = Some((*announced, end, PLAIN_WORDS.contains(word)));
            }
        }
    }
    for &(word, announced) in ONLY_MARKED {
        if let Some(end) = ink.after(at, word)
            && best.is_none_or(|(_, longest, _)| end > longest)
        {
            best = Some((announced, end, true));
        }
    }
    best
}

/// Where a label ends whose Han characters may stand apart: 名  称.
fn spaced_after(ink: &Ink, at: usize, word: &str) -> Option<usize> {
    if let Some(end) = ink.after(at, word) {
        return Some(end);
    }
    if word.chars().count() > 4 || !word.chars().all(is_han) {
        return None;
    }
    let mut end = at;
    for (index, character) in word.chars().enumerate() {
        if index > 0 {
            end = ink.skip_spaces(end);
        }
        if ink.get(end) != character {
            return None;
        }
        end += 1;
    }
    // Only a colon shows that words that stand apart are one label.
    (ink.get(ink.skip_spaces(end)) == ':').then_some(end)
}

fn label_at(ink: &Ink, at: usize) -> Option<Label> {
    let (first, end, is_plain_word) = if let Some(found) = word_at(ink, at) {
        found
    } else {
        let (_, end) = ink.any_at(at, TO_PERSON)?;
        (Contact, end, false)
    };
    // 公司 at the end of a name is no label.
    if is_han(ink.before(at)) && (is_plain_word || ink.after(at, "公司").is_some()) {
        return None;
    }
    let mut announced = vec![first];
    let mut end = end;
    // Several labels for values that stand together: 地址、电话.
    loop {
        let mut next = ink.skip_spaces(end);
        if let Some((_, after)) = ink.any_at(
            next,
            &["、", "/", "及", "和", "与", "&", "或", "+", ",", "以及"],
        ) {
            next = ink.skip_spaces(after);
        }
        let joined = next > end || ink.get(end) != ':';
        match word_at(ink, next) {
            Some((more, after, _))
                if joined
                    && next >= end
                    && announced.len() < 3
                    && is_joint(ink, end, next, after) =>
            {
                // 甲方地址 announces an address.
                if next == end && is_plain_word && announced == [Name] {
                    announced.clear();
                }
                announced.push(more);
                end = after;
            }
            _ => break,
        }
    }
    let (clarity, value) = separator(ink, end);
    Some(Label {
        span: at..end,
        announced,
        clarity,
        value,
        is_plain_word,
    })
}

/// Whether two words of labels announce values that stand together, and are not two labels.
fn is_joint(ink: &Ink, end: usize, next: usize, after: usize) -> bool {
    if ink.get(ink.skip_spaces(end)) == '\n' {
        return false;
    }
    let between = ink.text(&(end..next));
    let is_marked = matches!(
        ink.get(ink.skip_spaces(after)),
        ':' | '=' | ']' | '】' | '\t' | '\n' | '"'
    ) || ink.get(after) == '(';
    between.trim() != "," && (is_marked || !between.trim().is_empty())
}

/// What stands between a label and its value.
fn separator(ink: &Ink, end: usize) -> (Clarity, usize) {
    let mut at = ink.skip_spaces(end);
    let mut clarity = Clarity::Glued;
    if ink.get(at) == '(' {
        let close = (at..at + 14).find(|at| matches!(ink.get(*at), ')' | '\n'));
        if let Some(close) = close
            && ink.get(close) == ')'
            && matches!(ink.get(ink.skip_spaces(close + 1)), ':' | '=' | '\t')
        {
            at = ink.skip_spaces(close + 1);
        }
    }
    while at < ink.len() {
        let next = match ink.get(at) {
            ':' | '=' | '】' | '》' | '\t' | '|' => Clarity::Marked,
            ']' | '"' | '」'
                if clarity > Clarity::Glued
                    || matches!(ink.get(ink.skip_spaces(at + 1)), ':' | '"')
                    || ink.get(at) == ']' =>
            {
                Clarity::Marked
            }
            '-' if ink.get(at + 1) == '-' || ink.get(at + 1) == '>' => {
                at += 1;
                Clarity::Said
            }
            '>' if clarity > Clarity::Glued => clarity,
            ',' if clarity == Clarity::Said && ends_before(ink, at, &["变", "了", "准"]) => {
                clarity
            }
            '\n' if at == ink.skip_spaces(end) || clarity == Clarity::Marked => Clarity::Marked,
            ' ' => clarity,
            _ => {
                if let Some((_, after)) = ink.any_at(at, SAID) {
                    // 是 of 是否 says nothing.
                    if matches!(ink.get(after), '否' | '不') {
                        return (clarity, at);
                    }
                    clarity = clarity.max(Clarity::Said);
                    at = after;
                    continue;
                }
                return (clarity, at);
            }
        };
        clarity = clarity.max(next);
        at += 1;
    }
    (clarity, at.min(ink.len()))
}

/// Whether a word of a label announces a value here.
fn is_label(ink: &Ink, label: &Label) -> bool {
    let before = ink.before(label.span.start);
    let stands_free = !is_han(before) && !before.is_ascii_alphanumeric();
    let first = label.announced.first().copied().unwrap_or(Other);
    let ends_line = ink.get(ink.skip_spaces(label.span.end)) == '\n';
    match label.clarity {
        // A label in a line of its own has nothing before it.
        Clarity::Marked if ends_line => {
            !label.is_plain_word && is_line_start(ink, label.span.start)
        }
        Clarity::Marked => stands_free || !label.is_plain_word,
        Clarity::Said if !label.is_plain_word => true,
        Clarity::Said | Clarity::Glued => {
            let at = label.value;
            let limit = ink.line_end(at);
            match first {
                Code => {
                    ink.slice(&(at..at + 10))
                        .iter()
                        .filter(|c| c.is_ascii_alphanumeric())
                        .count()
                        >= 8
                }
                Phone => phone::phone(ink, at).is_some(),
                Account => token::account_number(ink, at).is_some(),
                Email => token::email(ink, at).is_some(),
                Bank => {
                    !label.is_plain_word
                        && (at..(at + 20).min(limit))
                            .any(|at| organisation::bank(ink, at, &(label.value..limit)).is_some())
                }
                Address => place::address(ink, at, limit).is_some(),
                Name | Holder | Short => {
                    !label.is_plain_word
                        && organisation::companies(ink, &(at..limit.min(at + 60)))
                            .first()
                            .is_some_and(|name| name.start <= at + 3)
                        || (!label.is_plain_word || ink.get(label.span.end) == ' ')
                            && organisation::whole(ink, &(at..piece_end(ink, at))).is_some()
                        || stands_free
                            && !label.is_plain_word
                            && (is_han(ink.get(at)))
                            && label.clarity == Clarity::Said
                }
                Contact => {
                    place::person(ink, at, limit, false).is_some()
                        || ink.any_at(at, &["不是"]).is_some()
                }
                Other => {
                    let next = ink.get(at);
                    next.is_ascii_alphanumeric() || !label.is_plain_word && is_han(next)
                }
            }
        }
    }
}

/// Where the piece that begins at `at` ends.
fn piece_end(ink: &Ink, at: usize) -> usize {
    let mut end = at;
    while !matches!(
        ink.get(end),
        '\n' | ',' | ';' | '。' | ' ' | '!' | '?' | ':'
    ) {
        end += 1;
    }
    end
}

/// Whether only marks and spaces stand between the start of the line and `at`.
fn is_line_start(ink: &Ink, at: usize) -> bool {
    let mut start = at;
    while matches!(ink.before(start), ' ' | '[' | '【' | '>' | '-' | '(') {
        start -= 1;
    }
    ink.before(start) == '\n'
}

/// Whether the words before a label make it somebody else's or no field's.
pub(super) fn is_foreign(ink: &Ink, label: &Label) -> bool {
    let start = label.span.start;
    ends_before(ink, start, FOREIGN)
        || ink.before(start) == '的' && ends_before(ink, start - 1, FOREIGN)
        || label.announces(Email) && ends_before(ink, start, FOR_INVOICES)
}

/// Whether the words before a label say that its value is out of date.
pub(super) fn is_former(ink: &Ink, at: usize) -> bool {
    ends_before(ink, at, FORMER)
}

/// The end of the word of a label at `at`.
pub(super) fn labels_word(ink: &Ink, at: usize) -> Option<usize> {
    word_at(ink, at).map(|(_, end, _)| end)
}
