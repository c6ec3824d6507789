//! Finds traces of a client's name in other texts: a product named after the client must not reach
//! the contract of another client.

use super::han_space::{comparable, is_han};

/// Legal forms at the end of a name, longest first.
const FORMS: &str = "股份有限公司 有限责任公司 集团有限公司 控股有限公司 有限合伙 特殊普通合伙 普通合伙 有限公司 \
    分公司 集团公司 总公司 公司 集团 合伙企业 个人独资企业 农民专业合作社 合作社 事务所 工作室 经营部 服务部 门市部 \
    商行 商店 超市 批发部 工厂 中心 厂 店 铺 行 社 馆 所 院 坊";

/// Words for a trade at the end of a name, without its legal form.
const TRADES: &str = "网络科技 信息科技 信息技术 电子商务 电子科技 生物科技 智能科技 新能源 新材料 供应链 房地产 \
    化妆品 日用品 自动化 科技 网络 信息 技术 软件 数据 智能 贸易 商贸 外贸 进出口 实业 投资 管理 咨询 顾问 文化 传媒 \
    传播 广告 餐饮 食品 茶业 茶叶 茶铺 茶馆 茶 酒业 饮料 乳业 粮油 水产 服饰 服装 鞋业 皮革 纺织 家具 家居 家电 建材 \
    建筑 建设 工程 装饰 装修 装潢 机电 机械 电子 电气 电器 五金 化工 材料 金属 塑料 橡胶 玻璃 陶瓷 纸业 印刷 包装 \
    医药 医疗 器械 生物 健康 教育 培训 物流 运输 货运 快递 电商 商务 旅游 旅行 酒店 宾馆 置业 物业 农业 林业 牧业 \
    渔业 环保 能源 电力 汽车 汽配 租赁 金融 保险 珠宝 美容 美发 百货 玩具 体育 用品 设备 仪器 仪表 通信 通讯 国际 \
    集团 控股 股份 产业 发展 服务 工艺 竹编 设计 影视 娱乐 游戏 动漫 图书 出版 办公 文具 礼品 花卉 园艺 宠物 母婴 \
    家政 劳务 人力资源 会计师 律师 代理 开发 制造 制品 加工 销售 经营 创意 工业 商业";

/// Provinces and the larger cities, without 省 and 市: the beginning of most names.
const PLACES: &str = "中国 北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 \
    湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 石家庄 唐山 秦皇岛 邯郸 \
    邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 呼和浩特 包头 乌海 \
    赤峰 通辽 鄂尔多斯 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 长春 四平 辽源 通化 \
    白山 松原 白城 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 南京 无锡 徐州 常州 苏州 \
    南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 昆山 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 合肥 \
    芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 \
    龙岩 宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 \
    威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 \
    周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 \
    张家界 益阳 郴州 永州 怀化 娄底 湘西 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 \
    清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚 \
    儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 贵阳 六盘水 遵义 \
    安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 大理 拉萨 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 \
    兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 西宁 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依";

/// The shortest part of a name that counts as a trace.
const TRACE: usize = 2;

/// The name of a client, prepared for the search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientName {
    whole: String,
    /// The part of the name that distinguishes it: without place, trade and legal form.
    core: Vec<char>,
}

impl ClientName {
    /// Prepares a full name. White space and look-alikes do not matter.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let whole = folded(name);
        Self {
            core: core(&whole).chars().collect(),
            whole,
        }
    }

    /// Whether a text contains the name, or two consecutive characters of the part that
    /// distinguishes it.
    #[must_use]
    pub fn is_named_in(&self, text: &str) -> bool {
        let text = folded(text);
        if self.whole.is_empty() {
            return false;
        }
        if self.core.len() < TRACE {
            return text.contains(&self.whole);
        }
        let mut parts = self.core.windows(TRACE);
        parts.any(|part| text.contains(&part.iter().collect::<String>()))
    }
}

fn folded(text: &str) -> String {
    let folded = comparable(text).to_lowercase();
    folded.replace('（', "(").replace('）', ")")
}

/// A name without its brackets, place, trade and legal form; the whole name if fewer than two
/// characters would remain.
fn core(name: &str) -> String {
    let bare: String = match (name.split_once('('), name.rsplit_once(')')) {
        (Some((before, _)), Some((_, after))) => format!("{before}{after}"),
        _ => name.to_owned(),
    };
    if !bare.chars().any(is_han) {
        return bare;
    }
    let mut rest = bare.as_str();
    for words in [FORMS, TRADES] {
        while let Some(shorter) = without_any(rest, words, |text, word| text.strip_suffix(word)) {
            rest = shorter;
        }
    }
    while let Some(shorter) = without_any(rest, PLACES, |text, word| text.strip_prefix(word)) {
        rest = shorter
            .strip_prefix(['省', '市', '区', '县'])
            .unwrap_or(shorter);
    }
    if rest.chars().count() < TRACE {
        return bare;
    }
    rest.to_owned()
}

/// The text without the longest of the words at one end; `None` if fewer than two characters would
/// remain.
fn without_any<'t>(
    text: &'t str,
    words: &str,
    strip: impl Fn(&'t str, &str) -> Option<&'t str>,
) -> Option<&'t str> {
    let shorter = words
        .split_whitespace()
        .filter_map(|word| strip(text, word));
    shorter
        .min_by_key(|rest| rest.len())
        .filter(|rest| rest.chars().count() >= TRACE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_that_distinguishes_a_name_is_found() {
        for (name, expected) in [
            ("杭州虚构青禾茶业有限公司", "虚构青禾"),
            ("深圳示例云帆网络科技有限公司", "示例云帆"),
            ("青禾（杭州）茶业有限公司", "青禾"),
            ("浙江省杭州市青禾科技股份有限公司", "青禾"),
            ("样例五金机电有限公司", "样例"),
            ("北京茶叶有限公司", "北京"),
            ("王小明", "王小明"),
            ("Example Tea Ltd.", "exampletealtd."),
        ] {
            assert_eq!(
                ClientName::new(name).core.iter().collect::<String>(),
                expected,
                "{name}"
            );
        }
    }

    #[test]
    fn a_text_named_after_the_client_is_told_from_others() {
        let client = ClientName::new("杭州青禾茶业有限公司");
        for (text, names) in [
            ("青禾茶铺微信小程序商城（标准版）", true),
            ("青 禾茶铺", true),
            ("杭州青禾茶业有限公司专用版", true),
            ("微信小程序商城（标准版）", false),
            ("茶业管理系统", false),
            ("杭州站", false),
            ("", false),
        ] {
            assert_eq!(client.is_named_in(text), names, "{text}");
        }
    }
}
