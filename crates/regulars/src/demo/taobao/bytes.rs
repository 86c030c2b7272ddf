//! Text to bytes. The codec that we have looks GBK up character by character in a long list; files hold few different
//! characters, so each is looked up once and remembered.

use super::Encoding;

/// A writer of one encoding.
pub(super) struct Encoder {
    encoding: Encoding,
    /// The two bytes of every character of the basic plane that was seen; zeros when not seen.
    seen: Vec<[u8; 2]>,
    bytes: Vec<u8>,
}

impl Encoder {
    pub(super) fn new(encoding: Encoding) -> Self {
        let room = if encoding == Encoding::Gbk { 0x1_0000 } else { 0 };
        Self { encoding, seen: vec![[0; 2]; room], bytes: Vec::new() }
    }

    /// The bytes of this text; good until the next call.
    pub(super) fn encode<'a>(&'a mut self, text: &'a str) -> &'a [u8] {
        if self.encoding != Encoding::Gbk {
            return text.as_bytes();
        }
        self.bytes.clear();
        for letter in text.chars() {
            if letter.is_ascii() {
                self.bytes.push(letter as u8);
                continue;
            }
            let known = self.seen.get_mut(letter as usize);
            match known {
                Some([0, 0]) | None => {
                    let mut room = [0; 4];
                    let (bytes, _, _) = encoding_rs::GBK.encode(letter.encode_utf8(&mut room));
                    self.bytes.extend_from_slice(&bytes);
                    if let (Some(known), [first, second]) = (known, &*bytes) {
                        *known = [*first, *second];
                    }
                }
                Some(known) => self.bytes.extend_from_slice(known),
            }
        }
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembering_changes_nothing() {
        let mut encoder = Encoder::new(Encoding::Gbk);
        for text in ["", "a,b\r\n", "拾露 明前西湖龙井", "，：；（元）", "拾露拾露", "€ㄅ𠮷é", "明前"]
        {
            assert_eq!(encoder.encode(text), &*encoding_rs::GBK.encode(text).0, "{text}");
        }
        assert_eq!(Encoder::new(Encoding::Utf8).encode("拾露"), "拾露".as_bytes());
    }
}
