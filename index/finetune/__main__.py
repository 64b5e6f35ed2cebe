"""Make the shipped encoder again. Run by a developer, never at set-up.

1. ``python -m index.finetune train --base FOLDER --laws laws.tar.xz --questions evals/laws/fit.jsonl
   --work WORK`` trains; a run that was interrupted goes on where it was.
2. ``python -m index.finetune export --base FOLDER --work WORK`` writes ``index/model``.
3. ``python -m index.finetune shipped`` embeds what ships, into ``index/model/vectors.npz``, and learns
   how their questions are worded, into ``index/model/asked-….npz``. Again whenever a text or its data
   changes: without it a first start takes longer.
4. ``python -m evals.tune all --laws laws.tar.xz --write`` fits what stands on it.

The base is intfloat/multilingual-e5-small with its vocabulary cut to Chinese, see docs/provenance.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from tqdm import tqdm

from corpus.language.load import load_corpus
from corpus.text.load import shipped_folders
from index.asked import save_asked, shipped_asked
from index.derive import asked_key, learn_asked, texts_to_embed
from index.embed import (
    BUILTIN,
    MODEL_FOLDER,
    PASSAGE,
    QUERY,
    identify_embedder,
    load_embedder,
)
from index.finetune.examples import collect
from index.finetune.export import export
from index.finetune.loop import EncoderTrainer, TrainingSettings
from index.tokens import build_dictionary
from index.vectors import SHIPPED, embed_all, key_of, save_vectors

#: Libraries whose version changes what comes out.
_PACKAGES = ("torch", "transformers", "sentence-transformers", "tokenizers", "onnxruntime")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one step."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("step", choices=["train", "export", "shipped"])
    parser.add_argument("--base", type=Path)
    parser.add_argument("--laws", type=Path)
    parser.add_argument("--questions", type=Path, nargs="+", default=[])
    parser.add_argument("--without", type=Path, default=Path("evals/laws/laws.jsonl"))
    parser.add_argument("--work", type=Path)
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER)
    args = parser.parse_args(argv)
    if args.step == "shipped":
        _derive_shipped()
        return 0
    if not (args.base and args.work):
        parser.error("train 和 export 要写明 --base 和 --work")
    if args.step == "export":
        _export(args.base, args.work, args.out)
        return 0
    if not (args.laws and args.questions):
        parser.error("train 要写明 --laws 和 --questions")
    settings = TrainingSettings()
    collection = collect(args.laws, args.questions, args.without, settings.seed)
    kinds = Counter(example.kind for example in collection.examples)
    print(dict(kinds), f"{len(collection.passages)} 部法规", flush=True)
    args.work.mkdir(parents=True, exist_ok=True)
    card = {
        "base": "intfloat/multilingual-e5-small (MIT)",
        "base_sha256": _digest(args.base / "model.safetensors"),
        "settings": asdict(settings),
        "pairs": dict(kinds),
        "laws_with_questions": len(collection.passages),
        "data_sha256": {p.name: _digest(p) for p in (args.laws, *args.questions, args.without)},
        "versions": {name: version(name) for name in _PACKAGES},
    }
    text = json.dumps(card, ensure_ascii=False, indent=2)
    (args.work / "card.json").write_text(text + "\n", "utf-8")
    EncoderTrainer(args.base, args.work, collection, settings).run()
    return 0


def _export(base: Path, work: Path, out: Path) -> None:
    import torch
    from transformers import AutoModel

    state = torch.load(work / "state.pt", map_location="cpu", weights_only=True)
    encoder = AutoModel.from_pretrained(base, attn_implementation="eager").float()
    encoder.load_state_dict(state["encoder"])
    card = json.loads((work / "card.json").read_text("utf-8")) | {"steps": state["step"]}
    path = export(base, encoder, out, card)
    print(f"{path}：{path.stat().st_size / 1e6:.1f} MB")


def _derive_shipped() -> None:
    """What takes time to derive from the shipped texts, their question banks and absent topics."""
    identity = identify_embedder(BUILTIN)
    passages: list[str] = []
    questions: list[str] = []
    for folder in shipped_folders():
        regulation, language = load_corpus(folder)
        model = learn_asked(regulation, language, build_dictionary(language.terms()))
        if language.bank:
            save_asked(asked_key(regulation, language), model, shipped_asked(regulation.slug))
        further = texts_to_embed(regulation, language)
        passages, questions = [*passages, *further[0]], [*questions, *further[1]]
    with tqdm(desc="向量", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        vectors = embed_all(
            load_embedder(BUILTIN),
            identity,
            passages=passages,
            questions=questions,
            progress=show,
        )
    texts = [*(PASSAGE + p for p in passages), *(QUERY + q for q in questions)]
    known = dict(zip(map(key_of, texts), vectors, strict=True))
    save_vectors(SHIPPED, identity, known, only=frozenset(known))
    print(f"{SHIPPED}：{len(vectors)} 个向量，{SHIPPED.stat().st_size / 1e6:.1f} MB")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
