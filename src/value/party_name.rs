//! The registered names of the parties.

use super::character::{Nature, nature};
use super::doubt::{Doubt, Signer};
use super::error::ValueError;
use super::han_space::{comparable, is_han};
use super::text::{is_blank, is_picture, visible_spelling};

/// The endings of names of Chinese organisations (《企业名称登记管理规定》 and the registers of
/// institutions), in simplified and traditional characters. An entry also covers every longer
/// ending that ends with the entry.
const SUFFIXES: &str = "公司 集团 集團 企业 企業 合伙 合夥 联合体 联盟 会社 會社 事务所 事務所 合作社 联合社 社 \
    中心 厂 廠 店 铺 鋪 坊 吧 厅 廳 房 屋 行 商号 商號 院 校 学 學 班 部 馆 館 所 局 会 會 室 站 处 處 委 办 署 \
    海关 联 协 队 隊 团 台 臺 园 園 苑 场 場 庄 莊 寺 庙 观 庵 宫 斋 矿 港 监狱 基地 社区 园区 小区 开发区 超市 \
    商城 酒店 客栈 民宿 基金 计划 银行 政府 法庭 城 楼 阁 轩 堂 户";

/// The beginnings of names of Japanese companies whose legal form stands first, and of foundations
/// and schools in Japan and Taiwan.
const PREFIXES: &str = "株式会社 株式會社 有限会社 合同会社 合资会社 合名会社 财团法人 財團法人 社团法人 \
    社團法人 学校法人 學校法人 医疗法人 一般社団法人 公益社団法人 一般財団法人 公益財団法人";

/// The usual endings of names of individual businesses (个体工商户).
const SHOP_SUFFIXES: &str = "店 铺 坊 经营部 商行 工作室 馆 超市 批发部";

/// Endings of public institutions that also match an entry of [`SHOP_SUFFIXES`].
const PUBLIC_SUFFIXES: &str = "图书馆 博物馆 美术馆 文化馆 科技馆 科学馆 体育馆 体育场馆 游泳馆 展览馆 档案馆 \
    纪念馆 艺术馆 规划馆 天文馆 自然馆 水族馆 文史馆 方志馆 领事馆 大使馆";

/// Endings of branches and firms for which the 负责人 signs.
const PERSON_IN_CHARGE_SUFFIXES: &str =
    "分公司 事务所 事務所 支行 分行 分理处 营业部 办事处 代表处 分所 分社";

/// The registered name of a person or organisation; never blank. The contract prints the name
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyName(String);

impl PartyName {
    /// Accepts any visible text that holds no forbidden characters.
    ///
    /// # Errors
    ///
    /// Blank; or (E01) `__` left over from a blank, or a control, bidi or zero-width character,
    /// also in the visible spelling of [`clean`](super::clean).
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if is_blank(text) {
            return Err(ValueError::Blank);
        }
        let name = text.trim();
        match forbidden(name) {
            Some(found) => Err(ValueError::ForbiddenText { found }),
            None => Ok(Self(name.to_owned())),
        }
    }

    /// The name as typed, trimmed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Oddities for which the user should compare the name with the licence or the seal (W10, H14,
    /// H16).
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        // Ignore spaces and look-alikes here: `Value::doubts` reports them.
        let name = &comparable(&self.0);
        let has_han = name.chars().any(is_han);
        let has_form = ends_with_any(without_bracket(name), SUFFIXES)
            || PREFIXES
                .split_whitespace()
                .any(|prefix| name.starts_with(prefix));
        let mut doubts = Vec::new();
        // Foreign names have other endings and brackets, so judge only names with Han characters.
        if has_han && !is_person(name) && !has_form {
            doubts.push(Doubt::NameWithoutSuffix);
        }
        if !name.chars().any(char::is_alphabetic) {
            doubts.push(Doubt::NameWithoutLetters);
        }
        if has_han && name.contains(['(', ')']) {
            doubts.push(Doubt::NameHalfWidthBrackets);
        }
        if let Some(signer) = signer(name) {
            doubts.push(Doubt::NameSigner { signer });
        }
        // Judge the name as typed, because the contract prints the typed characters.
        let characters = beyond_bmp(&self.0);
        if !characters.is_empty() {
            doubts.push(Doubt::NameBeyondBmp { characters });
        }
        doubts
    }
}

/// The first forbidden text in the name, in a visible spelling.
fn forbidden(name: &str) -> Option<String> {
    if name.contains("__") {
        return Some("__".to_owned());
    }
    if let Some(unseen) = name.chars().find(|character| match nature(*character) {
        Nature::Pictured | Nature::Invisible | Nature::PrivateUse | Nature::Joiner => true,
        Nature::Plain | Nature::VariationSelector | Nature::CombiningMark => false,
    }) {
        return Some(visible_spelling(unseen));
    }
    name.chars()
        .find(|character| is_picture(*character))
        .map(String::from)
        .or_else(|| replacement(name))
}

/// The first `⟨U+202E⟩` or `⟨+12⟩`, which `clean` writes for an invisible character.
fn replacement(name: &str) -> Option<String> {
    let mut rest = name;
    while let Some((_, after)) = rest.split_once('⟨') {
        rest = after;
        if let Some((inside, _)) = after.split_once('⟩')
            && (inside.starts_with("U+") || inside.starts_with('+'))
        {
            return Some(format!("⟨{inside}⟩"));
        }
    }
    None
}

/// Whether the name looks like a person's: two to four Han characters, or Han characters around a
/// dot (阿卜杜拉·买买提).
fn is_person(name: &str) -> bool {
    let is_dot = |character| matches!(character, '·' | '•' | '・' | '‧' | '．');
    let count = name.chars().filter(|character| is_base(*character)).count();
    let only_han = name
        .chars()
        .all(|character| is_han(character) || is_dot(character) || !is_base(character));
    only_han && (name.contains(is_dot) || (2..=4).contains(&count))
}

fn is_base(character: char) -> bool {
    nature(character) != Nature::VariationSelector
}

/// The name without a bracketed ending: 某某中心（有限合伙）.
fn without_bracket(name: &str) -> &str {
    bracket_at_end(name).map_or(name, |(before, _)| before)
}

fn bracket_at_end(name: &str) -> Option<(&str, &str)> {
    let opened = name.strip_suffix(['）', ')'])?;
    let (before, inside) = opened.rsplit_once(['（', '('])?;
    (!before.is_empty()).then_some((before.trim_end(), inside))
}

/// Whether a name ends in one of the space-separated `suffixes`.
fn ends_with_any(name: &str, suffixes: &str) -> bool {
    suffixes
        .split_whitespace()
        .any(|suffix| name.ends_with(suffix))
}

/// Infers from the name who signs; `None` if a legal representative signs or the name does not
/// tell.
fn signer(name: &str) -> Option<Signer> {
    let (before, inside) = bracket_at_end(name).unwrap_or((name, ""));
    let is_partnership = inside.contains("合伙") || ends_with_any(before, "合伙企业 合伙");
    if inside.contains("个体") || before.ends_with("个体工商户") {
        Some(Signer::Operator)
    } else if is_partnership
        || ends_with_any(before, PERSON_IN_CHARGE_SUFFIXES) && !before.ends_with("街道办事处")
    {
        Some(Signer::PersonInCharge)
    } else if ends_with_any(before, SHOP_SUFFIXES)
        && !ends_with_any(before, PUBLIC_SUFFIXES)
        && !before.contains("公司")
        && !is_person(before)
    {
        Some(Signer::Operator)
    } else {
        None
    }
}

/// The characters outside the Basic Multilingual Plane, each once, without variation selectors.
fn beyond_bmp(name: &str) -> String {
    let mut found = String::new();
    for character in name.chars() {
        if u32::from(character) > 0xFFFF && is_base(character) && !found.contains(character) {
            found.push(character);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Doubt, PartyName, Signer, ValueError};
    use proptest::prelude::*;

    #[test]
    fn a_name_with_something_hidden_or_unfilled_is_refused() {
        for (input, found) in [
            ("杭州__公司", "__"),
            ("__________", "__"),
            ("杭州\u{202E}公司", "⟨U+202E⟩"),
            ("杭州\u{200B}公司", "⟨U+200B⟩"),
            ("杭州\u{200D}公司", "⟨U+200D⟩"),
            ("杭州\t公司", "␉"),
            ("杭州\u{85}公司", "⟨U+0085⟩"),
            ("杭州␛公司", "␛"),
            ("杭州⟨U+202E⟩公司", "⟨U+202E⟩"),
            ("杭州⟨a⟨+12⟩公司", "⟨+12⟩"),
        ] {
            let expected = ValueError::ForbiddenText {
                found: found.to_owned(),
            };
            assert_eq!(PartyName::parse(input), Err(expected), "input: {input:?}");
        }
        assert_eq!(PartyName::parse(" \u{3164}"), Err(ValueError::Blank));
    }

    #[test]
    fn ordinary_names_of_companies_and_persons_raise_no_doubt() {
        for input in [
            "杭州虚构青禾茶业有限公司",
            "虚构（上海）科技股份有限公司",
            "虚构集团",
            "虚构国际控股集团有限公司",
            "虚构第一钢铁厂",
            "某某市第一人民医院",
            "某某大学",
            "某某大学附属第二医院",
            "某某市实验幼儿园",
            "某某职业技术学院",
            "某某镇人民政府",
            "某某省教育厅",
            "某某市公安局",
            "某某街道办事处",
            "某某村村民委员会",
            "某某小区业主委员会",
            "某某海关",
            "某某监狱",
            "某某县消防救援大队",
            "某某区管委会",
            "某某省科协",
            "中共某某市委",
            "某某农民专业合作社",
            "某某村股份经济合作社",
            "上海图书馆（上海科学技术情报研究所）",
            "浙江虚构美术馆",
            "某某市体育馆",
            "某某博物院",
            "中国虚构研究院",
            "虚构出版社",
            "某某广播电视台",
            "某某慈善基金会",
            "某某行业协会",
            "某某联合会",
            "某某家庭农场",
            "某某养老院",
            "某某大药房",
            "虚构银行",
            "某某农村信用合作联社",
            "某某私募证券投资基金",
            "某某资产管理计划",
            "某某联合体",
            "某某寺",
            "株式会社虚构制作所",
            "株式会社ファースト東京",
            "虚构电气株式会社",
            "有限会社虚构",
            "公益財団法人虚構",
            "財團法人虚構文教基金會",
            "虚構國際股份有限公司",
            "香港虚構大學",
            "张三",
            "欧阳小明",
            "葛\u{E0100}小明",
            "阿卜杜拉·买买提",
            "Fictional Software (China) Ltd.",
            "John Smith",
            "ООО Ромашка",
        ] {
            assert_eq!(
                PartyName::parse(input).unwrap().doubts(),
                [],
                "input: {input}"
            );
        }
    }

    #[test]
    fn doubtful_names_say_why() {
        let in_charge = || Doubt::NameSigner {
            signer: Signer::PersonInCharge,
        };
        let operator = || Doubt::NameSigner {
            signer: Signer::Operator,
        };
        for (input, expected) in [
            ("杭州虚构青禾茶业", vec![Doubt::NameWithoutSuffix]),
            ("2026-0017", vec![Doubt::NameWithoutLetters]),
            ("２０２６（１）", vec![Doubt::NameWithoutLetters]),
            ("/", vec![Doubt::NameWithoutLetters]),
            ("3M中国有限公司", vec![]),
            ("虚构(上海)科技有限公司", vec![Doubt::NameHalfWidthBrackets]),
            ("虚构有限公司上海分公司", vec![in_charge()]),
            ("北京虚构律师事务所", vec![in_charge()]),
            ("宁波虚构投资合伙企业（有限合伙）", vec![in_charge()]),
            (
                "杭州虚构管理中心(有限合伙)",
                vec![Doubt::NameHalfWidthBrackets, in_charge()],
            ),
            ("西湖区张三餐饮店（个体工商户）", vec![operator()]),
            ("西湖区张三百货经营部", vec![operator()]),
            ("虚构银行股份有限公司杭州西湖支行", vec![in_charge()]),
            ("虚构证券股份有限公司杭州营业部", vec![in_charge()]),
            ("虚构株式会社上海代表处", vec![in_charge()]),
            ("北京虚构会计师事务所（特殊普通合伙）", vec![in_charge()]),
            ("西湖区张三茶馆", vec![operator()]),
            ("西湖区张三照相馆", vec![operator()]),
            ("某某市图书馆路小吃店", vec![operator()]),
            ("北京虚构会计师事务所有限公司", vec![]),
            ("虚构有限公司西湖店", vec![]),
            (
                "𠮷祥𠮷有限公司",
                vec![Doubt::NameBeyondBmp {
                    characters: "𠮷".to_owned(),
                }],
            ),
        ] {
            assert_eq!(
                PartyName::parse(input).unwrap().doubts(),
                expected,
                "input: {input}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in prop_oneof![any::<String>(), "[公司（）()⟨⟩U+店a]{0,20}"]) {
            if let Ok(name) = PartyName::parse(&text) {
                let _ = name.doubts();
            }
        }

        #[test]
        fn cleaning_first_refuses_no_less(text in any::<String>()) {
            let raw = PartyName::parse(&text);
            let cleaned = PartyName::parse(&crate::value::clean(&text).text);
            prop_assert!(raw.is_ok() || cleaned.is_err(), "text: {:?}", text);
        }
    }
}
