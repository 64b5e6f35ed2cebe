"""The shipped encoder as a module of sentence-transformers, which opens the model folder with it:
``SentenceTransformer("index/model", trust_remote_code=True)``; the code that it trusts is this file.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers.base.modules import InputModule

from index.embed import MODEL_FILE, OnnxEmbedder


class OnnxTransformer(InputModule):  # type: ignore[misc]
    """Token states of the ONNX encoder, for a pooling module. Cannot be trained: it is int8.

    Args:
        folder: with ``model_int8.onnx`` and ``tokenizer.json``.
    """

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = Path(folder)
        self._embedder = OnnxEmbedder(self._folder)

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **_: Any) -> OnnxTransformer:
        """Open a local folder."""
        return cls(str(Path(model_name_or_path) / subfolder))

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Copy the model and its tokenizer."""
        for name in (MODEL_FILE, "tokenizer.json"):
            shutil.copyfile(self._folder / name, Path(output_path) / name)

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_: Any
    ) -> dict[str, Any]:
        """Token ids, padded with 1, and their mask: ``(texts, tokens)``."""
        rows = [self._embedder.tokenise(f"{prompt or ''}{text}") for text in inputs]
        width = max(map(len, rows))
        ids = torch.ones((len(rows), width), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = torch.tensor(row)
            mask[number, : len(row)] = 1
        return {"input_ids": ids, "attention_mask": mask}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Adds ``token_embeddings``: ``(texts, tokens, dim)``, each text run alone."""
        ids, mask = features["input_ids"].cpu().numpy(), features["attention_mask"].cpu().numpy()
        states = [
            self._embedder.states(row[: held.sum()].tolist())
            for row, held in zip(ids, mask, strict=True)
        ]
        padded = np.zeros((*ids.shape, states[0].shape[1]), np.float32)
        for number, found in enumerate(states):
            padded[number, : len(found)] = found
        features["token_embeddings"] = torch.from_numpy(padded).to(features["input_ids"].device)
        return features
