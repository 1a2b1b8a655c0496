"""Printed sums and differences are done again; what does not come out needs a remark."""

from __future__ import annotations

import pytest

from plugins.core.vocabularies import Term
from plugins.figures.figures import Figure, Figures
from plugins.figures.recompute import calculations, recompute_problems

SERIES = {
    "abonnes": Term("abonnes", "Abonnés", {}),
    "gain": Term("gain", "Gain", {"gain_de": "abonnes"}),
    "publications": Term("publications", "Publications", {"annees_s_ajoutent": True}),
    "membres": Term("membres", "Membres", {"somme_de": ["personnes", "organisations"]}),
    "personnes": Term("personnes", "Personnes", {}),
    "organisations": Term("organisations", "Organisations", {}),
}


def figures(*lines: str) -> Figures:
    made = []
    for number, line in enumerate(lines, start=2):
        series, date, value, *rest = line.split()
        made.append(
            Figure(
                series,
                date,
                "2021-2023",
                int(value),
                "environ" if "environ" in rest else "exact",
                "s",
                "note" if "note" in rest else "",
                number,
            )
        )
    return Figures(tuple(sorted(made)))


@pytest.mark.parametrize(
    "lines",
    [
        ("abonnes 2021 562", "abonnes 2022 629", "gain 2022 67"),
        ("abonnes 2020 1062", "abonnes 2024-02-26 1160", "gain 2021-2023 98"),
        ("abonnes 2021-09-29 968", "abonnes 2024-02-26 1210", "gain 2024-02-26 242"),
        ("publications 2019 29", "publications 2020 37", "publications 2019-2020 66"),
        ("membres 2023 366", "personnes 2023 255", "organisations 2023 111"),
    ],
)
def test_a_calculation_that_comes_out_is_found_and_no_problem(lines: tuple[str, ...]) -> None:
    assert len(list(calculations(figures(*lines), SERIES))) == 1
    assert list(recompute_problems(figures(*lines), SERIES, "content")) == []


@pytest.mark.parametrize(
    ("lines", "line", "wording"),
    [
        (("abonnes 2021 562", "abonnes 2022 629", "gain 2022 68"), 4, "629 − 562"),
        (("publications 2019 29", "publications 2020 37", "publications 2019-2020 67"), 4, "29 + 37"),
        (("membres 2023 366", "personnes 2023 254", "organisations 2023 111"), 2, "254 + 111"),
    ],
)
def test_a_calculation_that_does_not_come_out_is_a_problem_with_its_line(
    lines: tuple[str, ...], line: int, wording: str
) -> None:
    (problem,) = recompute_problems(figures(*lines), SERIES, "content")
    assert (problem.path, problem.line) == ("content/activites/chiffres.csv", line)
    assert wording in problem.text


def test_a_remark_or_an_approximate_figure_excuses_it() -> None:
    assert (
        list(
            recompute_problems(
                figures("abonnes 2021 562", "abonnes 2022 629", "gain 2022 68 note"), SERIES, "content"
            )
        )
        == []
    )
    assert (
        list(
            recompute_problems(
                figures("abonnes 2021 562 environ", "abonnes 2022 629", "gain 2022 68"), SERIES, "content"
            )
        )
        == []
    )
