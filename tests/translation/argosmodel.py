"""A real .argosmodel in milliseconds: a SentencePiece vocabulary and a CTranslate2 Transformer that looks texts up.

Nothing is trained. Each known sentence is one piece; its embedding is one direction of the model's space, the decoder
copies that direction through cross-attention, and the projection leads from it to the translations, best first. A
translation ends after one piece. The same table always gives the same bytes.
"""

import json
import struct
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

Table = Mapping[str, Sequence[str] | str]
_LONGEST = 512
# Large, because a sentence that the model knows only a part of is an average over its letters.
_KNOWN, _STEP, _END = 400.0, 2.0, 4000.0
_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.,:;!?()éèêàâçîôûùÉÀ\"-"


def build(file: Path, source: str, target: str, table: Table, version: str = "1.0") -> Path:
    """Write the package that translates the table's sentences from one language (Argos code) into another."""
    translations = {text: (found,) if isinstance(found, str) else tuple(found) for text, found in table.items()}
    described = {
        "package_version": version,
        "argos_version": "1.11",
        "from_code": source,
        "from_name": source.upper(),
        "to_code": target,
        "to_name": target.upper(),
        "type": "translate",
    }
    top = f"translate-{source}_{target}-{version.replace('.', '_')}"
    with tempfile.TemporaryDirectory() as folder:
        _model(translations).save(folder)
        members = {f"model/{path.name}": path.read_bytes() for path in sorted(Path(folder).iterdir())}
    members["metadata.json"] = json.dumps(described).encode()
    members["sentencepiece.model"] = _pieces(translations)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(members.items()):
            # A fixed date, because a zip otherwise remembers when it was made.
            archive.writestr(zipfile.ZipInfo(f"{top}/{name}"), content)
    return file


def _piece(text: str) -> str:
    return "▁" + text.replace(" ", "▁")


def _model(translations: Mapping[str, Sequence[str]]) -> Any:
    from ctranslate2.specs import TransformerSpec

    sources = list(translations)
    # What the model does not know it answers with its first word.
    targets = list(dict.fromkeys(("?", *(text for found in translations.values() for text in found))))
    known = [_piece(text) for text in sources]
    source_words = ["<unk>", "<s>", "</s>", *known]
    target_words = ["<unk>", "<s>", "</s>", *(word for word in map(_piece, targets))]
    end = len(sources)
    # The space holds one direction for each sentence and one that says "done"; CTranslate2 wants a multiple of eight.
    depth = (end + 1 + 7) // 8 * 8
    spec = TransformerSpec.from_config((1, 1), num_heads=1, no_final_norm=True, rms_norm=True)
    spec.config.unk_token, spec.config.bos_token, spec.config.eos_token = "<unk>", "<s>", "</s>"
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = False
        side.position_encodings.encodings = np.zeros((_LONGEST, depth), np.float32)
    encoder_words = np.zeros((len(source_words), depth), np.float32)
    encoder_words[3:, :end] = np.eye(end, dtype=np.float32)
    spec.encoder.embeddings[0].weight = encoder_words
    decoder_words = np.zeros((len(target_words), depth), np.float32)
    decoder_words[3:, end] = 1
    spec.decoder.embeddings.weight = decoder_words
    projection = np.zeros((len(target_words), depth), np.float32)
    for at, found in enumerate(translations.values()):
        for rank, text in enumerate(found):
            projection[3 + targets.index(text), at] = _KNOWN - rank * _STEP
    projection[2, end] = _END
    spec.decoder.projection.weight = projection
    bias = np.zeros(len(target_words), np.float32)
    bias[:4] = (-_KNOWN, -_KNOWN, 0, 1)
    spec.decoder.projection.bias = bias
    nothing, copy = np.zeros((depth, depth), np.float32), np.eye(depth, dtype=np.float32)
    for layer in (spec.encoder.layer[0], spec.decoder.layer[0]):
        _attention(layer.self_attention, [np.zeros((3 * depth, depth), np.float32), nothing], depth)
        layer.ffn.layer_norm.gamma = np.ones(depth, np.float32)
        for linear in (layer.ffn.linear_0, layer.ffn.linear_1):
            linear.weight, linear.bias = nothing, np.zeros(depth, np.float32)
    _attention(spec.decoder.layer[0].attention, [nothing, np.concatenate([nothing, copy]), copy], depth)
    spec.register_source_vocabulary(source_words)
    spec.register_target_vocabulary(target_words)
    spec.validate()
    return spec


def _attention(attention: Any, weights: Sequence[Any], depth: int) -> None:
    attention.layer_norm.gamma = np.ones(depth, np.float32)
    for linear, weight in zip(attention.linear, weights, strict=True):
        linear.weight, linear.bias = weight, np.zeros(weight.shape[0], np.float32)


def _pieces(translations: Mapping[str, Sequence[str]]) -> bytes:
    """A SentencePiece model as the bytes of its protocol buffer."""
    words = list(
        dict.fromkeys(_piece(text) for text in [*translations, *(t for found in translations.values() for t in found)])
    )
    letters = [letter for letter in ("▁", *_LETTERS) if letter not in words]
    pieces = [_entry("<unk>", 0.0, _UNKNOWN), _entry("<s>", 0.0, _CONTROL), _entry("</s>", 0.0, _CONTROL)]
    pieces += [_entry(word, -1.0, _NORMAL) for word in words]
    pieces += [_entry(letter, -50.0, _NORMAL) for letter in letters]
    trainer = (
        _number(3, 1)
        + _number(4, len(pieces))
        + _number(40, 0)
        + _number(41, 1)
        + _number(42, 2)
        + _number(43, 0xFFFFFFFFFFFFFFFF)
    )
    normaliser = _block(1, b"identity") + _number(3, 1) + _number(4, 1) + _number(5, 1)
    return b"".join(_block(1, piece) for piece in pieces) + _block(2, trainer) + _block(3, normaliser)


def _entry(piece: str, score: float, kind: int) -> bytes:
    return _block(1, piece.encode()) + b"\x15" + struct.pack("<f", score) + _number(3, kind)


def _block(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
