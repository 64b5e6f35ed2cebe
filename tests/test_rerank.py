from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from corpus.errors import FiredutyError
from index.across import rank_across
from index.library import Library
from index.opened import Index
from index.rerank import load_reranker, rerank
from tests.support.ranking import ranked


def by_length(question: str, texts: Sequence[str]) -> list[float]:
    return [-float(len(text)) for text in texts]


def test_second_look_reorders_and_keeps_the_hits(index: Index) -> None:
    before = ranked(index, "养老院夜里要做什么", 30)
    after = rerank(index, "养老院夜里要做什么", before, by_length)
    assert {h.id for h in after.hits} == {h.id for h in before.hits}
    assert after.hits[20:] == before.hits[20:]
    head = [h.score for h in after.hits[:20]]
    assert head == sorted(head, reverse=True)
    assert before.hits[0].score >= max(head)
    assert [h.id for h in after.hits] != [h.id for h in before.hits]


def test_second_look_over_several_documents(library: Library) -> None:
    before = rank_across(library, "堵塞消防车通道罚多少钱", 30)
    after = rerank(library, "堵塞消防车通道罚多少钱", before, by_length)
    assert {str(h.id) for h in after.hits} == {str(h.id) for h in before.hits}
    assert [h.id for h in after.hits] != [h.id for h in before.hits]


def test_equal_second_look_changes_nothing_in_order(index: Index) -> None:
    before = ranked(index, "谁管消防车通道", 10)
    after = rerank(index, "谁管消防车通道", before, lambda _, texts: [0.0] * len(texts))
    assert [h.id for h in after.hits] == [h.id for h in before.hits]


def tiny_cross_encoder(folder: Path) -> None:
    """A BERT of random weights, small enough to make on the spot."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    characters = sorted(set("养老院夜里要做什么消防车通道物业应当履行下列职责"))
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), "utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=1,
    )
    torch.manual_seed(0)
    BertForSequenceClassification(config).save_pretrained(folder)


@pytest.mark.slow
def test_a_local_cross_encoder_plugs_in_by_name(tmp_path: Path, home: Path) -> None:
    tiny_cross_encoder(tmp_path)
    answer = Assistant.open(Settings(home, reranker=str(tmp_path))).answer("养老院夜里要做什么")
    assert answer.refusal is None
    assert len(answer.ranking) == 20


@pytest.mark.slow
def test_wrong_reranker(tmp_path: Path) -> None:
    with pytest.raises(FiredutyError, match="无法加载重排模型"):
        load_reranker(str(tmp_path))
