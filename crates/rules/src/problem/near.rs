//! Names that were perhaps meant.

/// The candidates nearest to what was written, at most three, the likeliest first. Each is a name and another word for it;
/// the name is given back.
pub(crate) fn near<'a>(written: &str, candidates: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let written = written.to_lowercase();
    let length = written.chars().count();
    if length == 0 || length > 60 {
        return Vec::new();
    }
    let mut found: Vec<(usize, usize, &str)> = candidates
        .enumerate()
        .filter_map(|(order, (name, word))| {
            let word = word.to_lowercase();
            let distance = strsim::damerau_levenshtein(&written, &word);
            let part = length > 1 && (word.contains(&written) || (word.chars().count() > 1 && written.contains(&word)));
            let allowed = (length.div_ceil(3)).max(1);
            (distance <= allowed && distance < length || part).then_some((distance.min(allowed), order, name))
        })
        .collect();
    found.sort_unstable();
    let mut names: Vec<String> = Vec::new();
    for (_, _, name) in found {
        if !names.iter().any(|known| known == name) && names.len() < 3 {
            names.push(name.to_owned());
        }
    }
    names
}
