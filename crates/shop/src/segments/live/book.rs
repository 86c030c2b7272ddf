//! Who is in a segment, as a few bytes: rising ids, each as the distance from the one before, in sevens of bits.

use platform::Error;
use platform::db::Connection;

use crate::segments::records;

/// The bytes of these ids, which rise.
pub(super) fn write(ids: &[i64]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(ids.len() * 2);
    let mut last = 0_i64;
    for id in ids {
        let mut rest = id.wrapping_sub(last).cast_unsigned();
        last = *id;
        while rest >= 0x80 {
            bytes.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push(rest as u8);
    }
    bytes
}

/// The ids of these bytes.
pub(super) fn read(bytes: &[u8]) -> Vec<i64> {
    let mut ids = Vec::new();
    let (mut last, mut value, mut shift) = (0_i64, 0_u64, 0_u32);
    for byte in bytes {
        value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        if byte & 0x80 == 0 {
            last = last.wrapping_add(value.cast_signed());
            ids.push(last);
            (value, shift) = (0, 0);
        } else {
            shift += 7;
        }
    }
    ids
}

/// Who the database says is in a live segment; `None` when nobody has written that down yet.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn members(conn: &mut impl Connection, segment: i64) -> Result<Option<Vec<i64>>, Error> {
    let Some((upto, bytes)) = records::book(conn, segment).await? else { return Ok(None) };
    let mut members: std::collections::BTreeSet<i64> = read(&bytes).into_iter().collect();
    for crossed in records::crossings_after(conn, segment, upto).await? {
        if crossed.entered {
            members.insert(crossed.customer);
        } else {
            members.remove(&crossed.customer);
        }
    }
    Ok(Some(members.into_iter().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back_from_few_bytes() {
        let run: Vec<i64> = (1_i64 << 60..(1 << 60) + 1_000).collect();
        for (ids, most) in [(vec![], 0), (vec![1], 1), (vec![0, 1, 200, i64::MAX], 13), (run, 1_010)] {
            let bytes = write(&ids);
            assert!(bytes.len() <= most, "{} bytes", bytes.len());
            assert_eq!(read(&bytes), ids);
        }
    }
}
