//! The id of a figure, as tables print it.

/// A figure's id taken apart: `survey/wave/measure?segment=level`, with `&` between the levels of nested segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FigureId<'a> {
    pub survey: &'a str,
    pub wave: &'a str,
    pub measure: &'a str,
    pub levels: Vec<(&'a str, &'a str)>,
}

impl<'a> FigureId<'a> {
    /// `None` for what is no id of a figure.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (names, within) = match text.split_once('?') {
            Some((names, within)) => (names, Some(within)),
            None => (text, None),
        };
        let mut parts = names.splitn(3, '/');
        let (survey, wave, measure) = (parts.next()?, parts.next()?, parts.next()?);
        let levels = match within {
            Some(within) => within
                .split('&')
                .map(|part| part.split_once('='))
                .collect::<Option<_>>()?,
            None => Vec::new(),
        };
        let whole = [survey, wave, measure].iter().all(|part| !part.is_empty());
        whole.then_some(Self {
            survey,
            wave,
            measure,
            levels,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_survey_wave_measure_and_group() {
        let id = FigureId::parse("after-sales/2026Q4/overall=top2?region=east").unwrap();
        assert_eq!(
            (id.survey, id.wave, id.measure),
            ("after-sales", "2026Q4", "overall=top2")
        );
        assert_eq!(id.levels, [("region", "east")]);
        assert!(FigureId::parse("a/b/c").unwrap().levels.is_empty());
        let nested = FigureId::parse("a/b/c?region=east&channel=app").unwrap();
        assert_eq!(nested.levels, [("region", "east"), ("channel", "app")]);
        for wrong in ["a/b", "a//c", "a/b/c?region", ""] {
            assert_eq!(FigureId::parse(wrong), None, "{wrong}");
        }
    }
}
