"""The training loop: contrastive, with in-batch and mined negatives, Matryoshka prefixes, resumable.

Loss: multiple negatives ranking (Henderson et al., 2017) over the passages of the batch and one mined
wrong answer a question, in both directions, summed over prefixes of the vector (Kusupati et al.,
2022). Embeddings and the lower layers stay as they were: the model keeps what it knows of the
language, and a step costs half. Plain torch, so that two cores are enough.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from index.embed import QUERY
from index.finetune.examples import Example, TrainingPairs, draw_epoch, is_part

#: Prefixes of the vector that are trained to serve alone.
PREFIXES = (384, 256, 128)
_QUERY_TOKENS, _PASSAGE_TOKENS = 48, 112
#: A wrong answer is drawn from so many of the nearest.
_NEAREST = 8


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How it is trained.

    Attributes:
        seed: of everything drawn.
        epochs: passes over the questions.
        batch: examples a step.
        block: of them from one law.
        rate: highest learning rate, after a warm-up of a tenth of the steps; falls to 0.
        temperature: cosines are divided by it.
        frozen: so many lower layers stay as they are, with the embeddings.
        mine_from: wrong answers are looked for anew at each epoch from this one, by the model as it
            then is; before that, the passages of the batch are hard enough.
    """

    seed: int = 20261130
    epochs: int = 2
    batch: int = 32
    block: int = 4
    rate: float = 8e-5
    temperature: float = 0.03
    frozen: int = 6
    mine_from: int = 1


Negatives = Mapping[str, Sequence[str]]


class EncoderTrainer:
    """A model under training, its state kept in a folder after every ``save_every`` steps.

    Args:
        base: sentence-transformers folder to begin with.
        work: where the state is kept; a run that was interrupted goes on from there.
    """

    def __init__(
        self, base: Path, work: Path, collection: TrainingPairs, settings: TrainingSettings
    ) -> None:
        import torch
        from sentence_transformers import SentenceTransformer

        self.collection, self.settings, self.work = collection, settings, work
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        # Eager attention: the fused kernel's backward pass is three times slower on a CPU.
        self.model = SentenceTransformer(
            str(base), device=self.device, model_kwargs={"attn_implementation": "eager"}
        ).float()
        transformer: Any = self.model[0]
        self.tokenizer: Any = transformer.tokenizer
        self.encoder: Any = getattr(transformer, "model", None) or transformer.auto_model
        for module in self.encoder.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[: settings.frozen]):
            part.requires_grad_(False)
        self.weights = [p for p in self.encoder.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(self.weights, lr=settings.rate, weight_decay=0.01)
        self.step = 0
        self.work.mkdir(parents=True, exist_ok=True)
        self._resume()

    # --- state ----------------------------------------------------------------------------------

    @property
    def _state_file(self) -> Path:
        return self.work / "state.pt"

    def _resume(self) -> None:
        import torch

        if not self._state_file.is_file():
            return
        state = torch.load(self._state_file, map_location=self.device, weights_only=True)
        if state["settings"] != asdict(self.settings):
            raise SystemExit(f"{self.work} 里是另一组设置的训练：请换一个文件夹")
        self.encoder.load_state_dict(state["encoder"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]

    def save(self) -> None:
        """Keep the state, replacing the last one at once."""
        import torch

        state = {
            "settings": asdict(self.settings),
            "encoder": self.encoder.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
        }
        aside = self._state_file.with_suffix(".new")
        torch.save(state, aside)
        aside.replace(self._state_file)

    # --- embedding ------------------------------------------------------------------------------

    def embed(self, texts: Sequence[str]) -> Any:
        """``(len(texts), 384)`` with gradients, before normalisation; short and long texts apart."""
        import torch

        limits = [_QUERY_TOKENS if t.startswith(QUERY) else _PASSAGE_TOKENS for t in texts]
        tokens = [
            self.tokenizer(text, truncation=True, max_length=limit)["input_ids"]
            for text, limit in zip(texts, limits, strict=True)
        ]
        order = sorted(range(len(texts)), key=lambda i: len(tokens[i]))
        parts = []
        size = max(len(texts) // 4, 8)
        for start in range(0, len(order), size):
            rows = [tokens[i] for i in order[start : start + size]]
            longest = max(map(len, rows))
            ids = torch.tensor(
                [r + [self.tokenizer.pad_token_id] * (longest - len(r)) for r in rows]
            )
            mask = torch.tensor([[1] * len(r) + [0] * (longest - len(r)) for r in rows])
            ids, mask = ids.to(self.device), mask.to(self.device)
            with torch.autocast(self.device, dtype=torch.bfloat16):
                states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
            weight = mask[:, :, None].float()
            parts.append((states.float() * weight).sum(1) / weight.sum(1))
        back = torch.tensor(np.argsort(order), device=self.device)
        return torch.cat(parts)[back]

    def vectors(self, texts: Sequence[str], what: str) -> NDArray[np.float32]:
        """``(len(texts), 384)`` unit vectors, without gradients."""
        import torch

        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        result = np.zeros((len(texts), PREFIXES[0]), np.float32)
        with torch.no_grad():
            for start in tqdm(range(0, len(order), 64), desc=what, mininterval=10):
                rows = order[start : start + 64]
                found = torch.nn.functional.normalize(self.embed([texts[i] for i in rows]), dim=1)
                result[rows] = found.cpu().numpy()
        return result

    # --- training -------------------------------------------------------------------------------

    def run(self, *, save_every: int = 50) -> None:
        """All epochs, from where the state stands."""
        schedule = [self._steps(epoch) for epoch in range(self.settings.epochs)]
        total = sum(schedule)
        done = 0
        negatives: Negatives = {}
        for epoch, steps in enumerate(schedule):
            if self.step >= done + steps:
                done += steps
                continue
            negatives = self._negatives(epoch)
            batches = self._batches(epoch)
            losses: list[float] = []
            bar = tqdm(
                total=steps, desc=f"第 {epoch + 1} 轮", initial=self.step - done, mininterval=10
            )
            for number, batch in enumerate(batches, done):
                if number < self.step:
                    continue
                losses.append(self._learn(batch, negatives, total))
                bar.update()
                bar.set_postfix(loss=f"{np.mean(losses[-50:]):.3f}")
                if self.step % save_every == 0:
                    self.save()
            bar.close()
            done += steps
            self.save()
            print(f"第 {epoch + 1} 轮平均损失 {np.mean(losses):.4f}", flush=True)

    def _batches(self, epoch: int) -> Iterator[list[Example]]:
        settings = self.settings
        blocks = draw_epoch(self.collection, settings.seed + epoch, settings.block)
        batch: list[Example] = []
        for block in blocks:
            batch += block
            if len(batch) >= settings.batch:
                yield batch
                batch = []

    def _steps(self, epoch: int) -> int:
        return sum(1 for _ in self._batches(epoch))

    def _learn(self, batch: Sequence[Example], negatives: Negatives, total: int) -> float:
        import torch

        settings = self.settings
        warm = max(total // 10, 1)
        share = min((self.step + 1) / warm, (total - self.step) / max(total - warm, 1))
        for group in self.optimizer.param_groups:
            group["lr"] = settings.rate * share
        generator = random.Random(settings.seed * 1_000_003 + self.step)
        wrong = [
            generator.choice(list(found))
            for e in batch
            if (found := negatives.get(f"{e.law}\n{e.left}"))
        ]
        texts = [e.left for e in batch] + [e.right for e in batch] + wrong
        vectors = self.embed(texts)
        size = len(batch)
        same = torch.tensor(
            [
                [i != j and _together(a, b) for j, b in enumerate(batch)]
                for i, a in enumerate(batch)
            ],
            device=self.device,
        )
        bare = torch.zeros((size, len(wrong)), dtype=torch.bool, device=self.device)
        target = torch.arange(size, device=self.device)
        loss = torch.zeros((), device=self.device)
        for width in PREFIXES:
            unit = torch.nn.functional.normalize(vectors[:, :width], dim=1)
            scores = unit[:size] @ unit[size:].T / settings.temperature
            forth = scores.masked_fill(torch.cat([same, bare], 1), -1e4)
            back = scores[:, :size].T.masked_fill(same, -1e4)
            cross = torch.nn.functional.cross_entropy
            loss = loss + (cross(forth, target) + 0.3 * cross(back, target)) / len(PREFIXES)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimizer.step()
        self.step += 1
        return float(loss)

    def _negatives(self, epoch: int) -> Negatives:
        """Question → the nearest passages of its law that do not answer it, by the model as it is."""
        if epoch < self.settings.mine_from:
            return {}
        path = self.work / f"negatives-{epoch}.json"
        if not path.is_file():
            found = self._mine()
            path.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
        result: dict[str, list[str]] = json.loads(path.read_text("utf-8"))
        return result

    def _mine(self) -> dict[str, list[str]]:
        asked = [e for e in self.collection.examples if e.kind in ("answer", "bank")]
        flat = [
            (law, address, text)
            for law, passages in self.collection.passages.items()
            for address, text in passages.items()
        ]
        rows: dict[str, list[int]] = {}
        for row, (law, _, _) in enumerate(flat):
            rows.setdefault(law, []).append(row)
        passages = self.vectors([text for _, _, text in flat], "条款")
        questions = self.vectors([e.left for e in asked], "问题")
        found: dict[str, list[str]] = {}
        for example, vector in zip(asked, questions, strict=True):
            own = rows[example.law]
            nearest = np.argsort(-(passages[own] @ vector))[: _NEAREST + 4]
            wrong = [
                flat[own[i]][2] for i in nearest if not is_part(flat[own[i]][1], example.about)
            ]
            found[f"{example.law}\n{example.left}"] = wrong[:_NEAREST]
        return found


def _together(one: Example, other: Example) -> bool:
    """Whether two examples are no wrong answers of each other."""
    return one.right == other.right or (one.law == other.law and is_part(one.about, other.about))
