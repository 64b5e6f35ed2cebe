// Addresses of provisions: "消防法/art-60-5", and the older "fire-law--art-60-item-5" and "art-60-item-5".

// Of which document (its key or slug; empty for the first), and where in it; null for another address.
export function parse(name) {
  const found = /^(?:(.+)(?:\/|--))?((?:annex|art|heading)-[\w-]+)$/.exec(name);
  return found && { document: found[1] ?? "", place: found[2] };
}

// The ids that a place may mean within its document: 第六十条之五 first, then the item 5 of 第六十条.
export const meant = (place) => [place, place.replace(/(\d)-(\d+)$/, "$1-item-$2")];

export function brief(place, exists) {
  const short = place.replace(/-item-(\d+)$/, "-$1");
  return exists(short) ? place : short;
}
