"""Reading labelled sentences from the files people have."""

from __future__ import annotations

from pathlib import Path

import pytest

from claims.evaluation.table import Columns, Row, TableError, read_table, read_tables


def _file(folder: Path, name: str, content: str) -> str:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return str(path)


def test_csv_with_quoted_commas_line_breaks_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.csv", '\ufeffText,Verdict\r\n"Yes, 4 of\r\nthem.",1\r\nHello.,-1\r\n')
    assert read_table(path, Columns("Text", "Verdict")) == [
        Row("Yes, 4 of\nthem.", "1", "a.csv"),
        Row("Hello.", "-1", "a.csv"),
    ]


def test_tsv_without_header_keeps_lone_quotation_marks(tmp_path: Path) -> None:
    path = _file(
        tmp_path, "a.tsv", '1\tANNA\t"Well, that is so.\t0\n2\tBORIS\tTaxes rose.\t1\n3\tANNA\tNo.\t0\n'
    )
    rows = read_table(path, Columns("2", "3", "1"))
    assert rows == [
        Row('"Well, that is so.', "0", "ANNA"),
        Row("Taxes rose.", "1", "BORIS"),
        Row("No.", "0", "ANNA"),
    ]


def test_tabs_make_a_tsv_whatever_its_name(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.txt", "text\tlabel\nOne, two.\tyes\n")
    assert read_table(path, Columns("text", "label")) == [Row("One, two.", "yes", "a.txt")]


def test_numbered_columns_pass_over_a_header(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.csv", "sentence,class\nOne.,0\nTwo.,1\nThree.,0\n")
    assert [row.text for row in read_table(path, Columns("0", "1"))] == ["One.", "Two.", "Three."]


def test_json_list_of_objects(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.json", '[{"text": "One.", "label": 1}, {"label": 0, "text": "Two."}]')
    assert [(row.text, row.label) for row in read_table(path, Columns("text", "label"))] == [
        ("One.", "1"),
        ("Two.", "0"),
    ]


def test_rows_too_short_are_passed_over_and_files_joined(tmp_path: Path) -> None:
    first = _file(tmp_path, "a.csv", "t,l\nOne.,1\n\nbroken\n")
    second = _file(tmp_path, "b.csv", "l,t\n0,Two.\n")
    rows = read_tables([first, second], Columns("t", "l", "file"))
    assert rows == [Row("One.", "1", "a.csv"), Row("Two.", "0", "b.csv")]


@pytest.mark.parametrize(
    ("content", "columns", "message"),
    [
        ("t,l\nOne.,1\n", Columns("t", "verdict"), "no column 'verdict' among t, l"),
        ("t,l\nOne.,1\n", Columns("0", "7"), "no column 7: its first line has 2"),
        ("t,l\n", Columns("t", "l"), "has no rows"),
        ("", Columns("t", "l"), "no column 't' among none"),
        ("[1, 2]", Columns("t", "l"), "no list of objects"),
        ("[{", Columns("t", "l"), "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(
    tmp_path: Path, content: str, columns: Columns, message: str
) -> None:
    path = _file(tmp_path, "a.csv", content)
    with pytest.raises(TableError) as caught:
        read_table(path, columns)
    assert message in str(caught.value)
    assert path in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_file_is_named() -> None:
    with pytest.raises(TableError, match=r"nowhere\.csv cannot be read: No such file"):
        read_table("nowhere.csv", Columns("t", "l"))
