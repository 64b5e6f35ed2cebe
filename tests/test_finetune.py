"""The encoder's training: what it learns from, that it can be interrupted, that it is exported."""

from __future__ import annotations

import json
import tarfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import FiredutyError
from index.embed import MODEL_FOLDER, PASSAGE, QUERY, OnnxEmbedder
from index.finetune.examples import TrainingPairs, collect, draw_epoch, is_part, plain_title

LAW = """某市养犬条例

第一章 总则

第一条 为了规范养犬行为，根据有关法律，制定本条例。

第二条 本条例所称养犬人，是指饲养犬只的单位和个人以及实际管理犬只的人员。

第三条 携犬出户应当由成年人牵领，并使用长度不超过两米的犬绳。

第二章 法律责任

第四条 违反本条例第三条规定的，由公安机关责令改正，处五十元以上二百元以下罚款。
"""
OTHER = LAW.replace("养犬", "养猫").replace("犬", "猫")


def _archive(folder: Path) -> Path:
    path = folder / "laws.tar"
    with tarfile.open(path, "w") as tar:
        for name, text in (("某市养犬条例(2020-01-01)", LAW), ("某市养猫条例(2019-01-01)", OTHER)):
            source = folder / f"{name}.md"
            source.write_text(text, "utf-8")
            tar.add(source, arcname=f"laws/{name}.md")
    return path


def _lines(path: Path, *records: dict[str, str]) -> Path:
    text = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    path.write_text(text, "utf-8")
    return path


def _collect(folder: Path, *questions: tuple[str, str, str]) -> TrainingPairs:
    asked = _lines(
        folder / "fit.jsonl",
        *({"law": law, "provision": p, "question": q} for law, p, q in questions),
    )
    without = _lines(folder / "laws.jsonl", {"split": "dev", "title": "某市养猫条例"})
    return collect(_archive(folder), [asked], without, 1)


DOG, CAT = "某市养犬条例(2020-01-01).md", "某市养猫条例(2019-01-01).md"
ASKED = [
    (DOG, "art3", "遛狗绳子能多长"),
    (DOG, "art3", "小孩能牵狗出门吗"),
    (DOG, "art4", "不拴绳罚多少"),
]


def test_every_kind_of_pair(tmp_path: Path) -> None:
    collection = _collect(tmp_path, *ASKED)
    ours = [e for e in collection.examples if e.kind != "bank" and e.law == DOG]
    kinds = {kind: [e for e in ours if e.kind == kind] for kind in {e.kind for e in ours}}
    assert [e.about for e in kinds["answer"]] == ["art3", "art3", "art4"]
    assert [e.right for e in kinds["paraphrase"]] == [QUERY + "小孩能牵狗出门吗"]
    (penalty,) = kinds["penalty"]
    assert penalty.left.startswith(f"{PASSAGE}总则：携犬出户")
    assert "二百元以下罚款" in penalty.right
    (definition,) = kinds["definition"]
    assert "养犬人" in definition.left
    assert "所称" not in definition.left


def test_a_law_that_is_held_out_gives_nothing(tmp_path: Path) -> None:
    collection = _collect(tmp_path, *ASKED)
    assert not [e for e in collection.examples if "猫" in e.left + e.right]
    assert CAT not in collection.passages


@pytest.mark.parametrize("question", [(CAT, "art3", "遛猫"), ("没有这部.md", "art1", "谁管")])
def test_a_question_on_a_held_out_or_missing_law_is_refused(
    question: tuple[str, str, str], tmp_path: Path
) -> None:
    with pytest.raises(FiredutyError, match="不在档案里，或属于保留的法规"):
        _collect(tmp_path, *ASKED, question)


def test_a_question_on_a_missing_provision_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FiredutyError, match="没有 art9"):
        _collect(tmp_path, (DOG, "art9", "谁管"))


@pytest.mark.parametrize(
    ("one", "other", "part"),
    [
        ("art3", "art3", True),
        ("art3", "art3.item2", True),
        ("art3.para2.item1", "art3.para2", True),
        ("art3", "art3.para2", False),
        ("art3", "art33", False),
        ("art3.item1", "art3.item2", False),
    ],
)
def test_parts_are_no_wrong_answers_of_each_other(one: str, other: str, part: bool) -> None:
    assert is_part(one, other) is part
    assert is_part(other, one) is part


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("中华人民共和国消防法(2021-04-29)", "消防法"),
        ("某市条例（2020年修正）", "某市条例"),
        ("某市条例", "某市条例"),
    ],
)
def test_versions_of_a_law_share_a_title(title: str, plain: str) -> None:
    assert plain_title(title) == plain


def test_an_epoch_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    collection = _collect(tmp_path, *ASKED)
    assert draw_epoch(collection, 3, 4) == draw_epoch(collection, 3, 4)
    blocks = draw_epoch(collection, 3, 2)
    assert all(len({e.law for e in block if e.kind == "answer"}) <= 1 for block in blocks)


# --- a small model --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two narrow layers with the shipped tokenizer, as a sentence-transformers folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("base")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(MODEL_FOLDER / "tokenizer.json"),
        pad_token="<pad>",
        cls_token="<s>",
        sep_token="</s>",
        unk_token="<unk>",
    )
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=384,
        num_hidden_layers=2,
        num_attention_heads=12,
        intermediate_size=64,
        pad_token_id=1,
    )
    BertModel(config).save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"))
    model = SentenceTransformer(modules=[transformer, Pooling(384)])
    model.save(str(folder / "base"), create_model_card=False)
    return folder / "base"


@pytest.mark.slow
def test_trains_goes_on_and_is_exported(base: Path, tmp_path: Path) -> None:
    import torch

    from index.finetune.export import export
    from index.finetune.loop import EncoderTrainer, TrainingSettings

    collection = _collect(tmp_path, *ASKED)
    collection = replace(
        collection, examples=tuple(e for e in collection.examples if e.kind != "bank")
    )
    settings = TrainingSettings(frozen=1, batch=2, block=2, epochs=3)
    whole = EncoderTrainer(base, tmp_path / "whole", collection, settings)
    before = {k: v.clone() for k, v in whole.encoder.state_dict().items()}
    whole.run(save_every=1)
    after = whole.encoder.state_dict()
    moved = {k for k, v in after.items() if not torch.equal(v, before[k])}
    assert any("layer.1." in k for k in moved)
    assert not any("layer.0." in k or "embeddings" in k for k in moved)

    first = EncoderTrainer(base, tmp_path / "parts", collection, settings)
    interrupted = first._learn

    def stop_after_one(*args: object) -> float:
        if first.step == 1:
            raise KeyboardInterrupt
        return interrupted(*args)  # type: ignore[arg-type]

    first._learn = stop_after_one  # type: ignore[method-assign, assignment]
    with pytest.raises(KeyboardInterrupt):
        first.run(save_every=1)
    second = EncoderTrainer(base, tmp_path / "parts", collection, settings)
    assert second.step == 1
    second.run(save_every=1)
    for key, value in second.encoder.state_dict().items():
        torch.testing.assert_close(value, after[key])

    with pytest.raises(SystemExit, match="另一组设置"):
        EncoderTrainer(base, tmp_path / "parts", collection, replace(settings, seed=2))

    export(base, second.encoder, tmp_path / "out", {"steps": second.step})
    ours = np.array([OnnxEmbedder(tmp_path / "out").embed(QUERY + q) for _, _, q in ASKED])
    theirs = second.vectors([QUERY + q for _, _, q in ASKED], "问题")
    assert ((ours * theirs).sum(1) > 0.98).all()
    card = json.loads((tmp_path / "out" / "training.json").read_text("utf-8"))
    assert card["steps"] == second.step
    assert len(card["model_sha256"]) == 64
