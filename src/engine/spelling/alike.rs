//! Characters that stand in for others that look like them: radicals and compatibility forms, which fonts of PDF files and
//! converters put in the place of the characters of every day.

use std::borrow::Cow;
use std::sync::LazyLock;

/// From U+2E80: what the radicals of the supplement look like; one that looks like no character stands for itself.
const SUPPLEMENT: &str = "⺀厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尣巳幺彑彐忄㣺扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓 \
    罒㓁罒⺵羊羊羋耂肀聿月臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阝阝雨青韦页风飞食食飠饣首马骨 \
    鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";

/// From U+2F00: what the radicals of the dictionary of Kangxi look like.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾 \
    干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生 \
    用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷 \
    豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻 \
    黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// From U+F900: what the compatibility ideographs are; those that are characters of their own stand for themselves.
const COMPATIBILITY: &str = "豈更車賈滑串句龜龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞落酪駱亂卵欄爛蘭鸞嵐濫藍襤拉臘蠟廊朗浪狼郎來冷勞擄櫓 \
    爐盧老蘆虜路露魯鷺碌祿綠菉錄鹿論壟弄籠聾牢磊賂雷壘屢樓淚漏累縷陋勒肋凜凌稜綾菱陵讀拏樂諾丹寧怒率異北 \
    磻便復不泌數索參塞省葉說殺辰沈拾若掠略亮兩凉梁糧良諒量勵呂女廬旅濾礪閭驪麗黎力曆歷轢年憐戀撚漣煉璉秊 \
    練聯輦蓮連鍊列劣咽烈裂說廉念捻殮簾獵令囹寧嶺怜玲瑩羚聆鈴零靈領例禮醴隸惡了僚寮尿料樂燎療蓼遼龍暈阮劉 \
    杻柳流溜琉留硫紐類六戮陸倫崙淪輪律慄栗率隆利吏履易李梨泥理痢罹裏裡里離匿溺吝燐璘藺隣鱗麟林淋臨立笠粒 \
    狀炙識什茶刺切度拓糖宅洞暴輻行降見廓兀嗀﨎﨏塚﨑晴﨓﨔凞猪益礼神祥福靖精羽﨟蘒﨡諸﨣﨤逸都﨧﨨﨩飯飼 \
    館鶴郞隷侮僧免勉勤卑喝嘆器塀墨層屮悔慨憎懲敏既暑梅海渚漢煮爫琢碑社祉祈祐祖祝禍禎穀突節練縉繁署者臭艹 \
    艹著褐視謁謹賓贈辶逸難響頻恵𤋮舘﩮﩯並况全侀充冀勇勺喝啕喙嗢塚墳奄奔婢嬨廒廙彩徭惘慎愈憎慠懲戴揄搜摒 \
    敖晴朗望杖歹殺流滛滋漢瀞煮瞧爵犯猪瑱甆画瘝瘟益盛直睊着磌窱節类絛練缾者荒華蝹襁覆視調諸請謁諾諭謹變贈 \
    輸遲醙鉶陼難靖韛響頋頻鬒龜𢡊𢡄𣏕㮝䀘䀹𥉉𥳐𧻓齃龎";

static TABLES: LazyLock<[(u32, Vec<char>); 3]> = LazyLock::new(|| {
    [(0x2E80, SUPPLEMENT), (0x2F00, KANGXI), (0xF900, COMPATIBILITY)]
        .map(|(first, characters)| (first, characters.chars().filter(|c| *c != ' ').collect()))
});

/// The character of every day that looks like `c`; most are that themselves.
pub fn of_every_day(c: char) -> char {
    if !matches!(c, '\u{2E80}'..='\u{2FD5}' | '\u{F900}'..='\u{FAD9}') {
        return c;
    }
    // The table that begins nearest below is the one.
    let table = TABLES.iter().rev().find(|(first, _)| *first <= u32::from(c));
    table.and_then(|(first, characters)| characters.get((u32::from(c) - first) as usize)).copied().unwrap_or(c)
}

/// `text` as it is read: with the characters of every day, and without those that have no width and no meaning where they
/// stand. Joiners in scripts whose letters are joined are kept.
pub fn as_read(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| of_every_day(c) == c && !is_nothing(c) && !runs_on(c);
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let turns_somewhere = text.chars().any(turns);
    let runs_on = |c: char| runs_on(c) && !turns_somewhere;
    let mut read = String::with_capacity(text.len());
    for c in text.chars() {
        let joins = super::is_joiner(c) && read.chars().next_back().is_some_and(super::is_joined);
        if joins || !is_nothing(c) && !runs_on(c) {
            read.push(of_every_day(c));
        }
    }
    Cow::Owned(read)
}

/// Whether `c` is one of the characters without a width that spreadsheets, web pages and converters leave behind.
pub fn is_nothing(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether `c` says that writing runs from left to right: calculators and dialogs put such marks around figures, where
/// all does so anyway.
fn runs_on(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{202A}' | '\u{202C}' | '\u{202D}' | '\u{2066}' | '\u{2069}')
}

/// Whether something around `c` may run from right to left: a letter that does, or a mark that says so.
fn turns(c: char) -> bool {
    matches!(c, '\u{200F}' | '\u{202B}' | '\u{202E}' | '\u{2067}' | '\u{2068}' | '\u{590}'..='\u{8FF}')
        || matches!(c, '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_as_long_as_their_blocks() {
        let lengths: Vec<usize> = TABLES.iter().map(|(_, characters)| characters.len()).collect();
        assert_eq!(lengths, [0x2EF4 - 0x2E80, 0x2FD6 - 0x2F00, 0xFADA - 0xF900]);
    }

    #[test]
    fn what_looks_like_a_character_is_read_as_it() {
        for (text, read) in [
            ("科⽬⾏政⽀出", "科目行政支出"),
            ("⻋辆购置⻚⻓⻔⺠⻄⻘⻢⻩⻰", "车辆购置页长门民西青马黄龙"),
            ("\u{F90A}額\u{F9D1}年\u{FA08}政", "金額六年行政"),
            ("\u{FA0E}\u{FA29}\u{FAFF}", "\u{FA0E}\u{FA29}\u{FAFF}"),
            ("1,0\u{200B}57.\u{2060}99\u{FEFF}", "1,057.99"),
            ("行\u{AD}政\u{200D}运\u{200C}行", "行政运行"),
            ("غە\u{200D}ب", "غە\u{200D}ب"),
            // What a calculator copies; beside what turns the direction the marks stay.
            ("\u{202D}12,345.67\u{202C}", "12,345.67"),
            ("\u{200E}2025/1/1\u{200E}", "2025/1/1"),
            ("\u{202E}76.543\u{202C}", "\u{202E}76.543\u{202C}"),
            ("غە\u{200E}1", "غە\u{200E}1"),
            ("⺀①㎡", "⺀①㎡"),
        ] {
            assert_eq!(as_read(text), read, "{text}");
        }
        assert!(matches!(as_read("一般公共预算"), Cow::Borrowed(_)));
    }
}
