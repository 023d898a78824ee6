/* Reads JSON in place, for plugins in C; C11 and C++. A value is a herald_str that views the text it stands
 * in, so that a plugin copies what it only passes on: `"it\"s"` is right in any other JSON text too. Nothing
 * is allocated, any bytes may be given: what is not JSON (RFC 8259, in UTF-8, nested 64 deep at most) reads
 * as absent, which is len 0. All functions are pure; results live as long as the text. THREAD any. */
#pragma once
#include <herald/abi.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A string literal as a herald_str: herald_str hello = HERALD_LITERAL("hello"); */
#define HERALD_LITERAL(text) {(text), sizeof(text) - 1u}

/* What is still to be read. `bad` once it was not JSON. [internal, like all names with a trailing _] */
typedef struct herald_json_reader_ {
  const char *at, *end;
  int bad;
} herald_json_reader_;

static inline int herald_json_peek_(const herald_json_reader_* r) {
  return r->bad || r->at == r->end ? -1 : (unsigned char)*r->at;
}
static inline int herald_json_take_(herald_json_reader_* r) {
  const int c = herald_json_peek_(r);
  if (c < 0) r->bad = 1;
  if (c >= 0) ++r->at;
  return c;
}
static inline void herald_json_blanks_(herald_json_reader_* r) {
  for (int c = herald_json_peek_(r); c == ' ' || c == '\t' || c == '\n' || c == '\r';
       c = herald_json_peek_(r))
    ++r->at;
}
static inline int herald_json_accept_(herald_json_reader_* r, int wanted) {
  if (herald_json_peek_(r) != wanted) return 0;
  ++r->at;
  return 1;
}

/* The rest of a UTF-8 sequence that begins with `lead` (RFC 3629 §4). */
static inline void herald_json_utf8_(herald_json_reader_* r, int lead) {
  int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  int low = lead == 0xE0   ? 0xA0
            : lead == 0xF0 ? 0x90
                           : 0x80,
      high = lead == 0xED   ? 0x9F
             : lead == 0xF4 ? 0x8F
                            : 0xBF;
  if (lead < 0xC2 || lead > 0xF4) r->bad = 1;
  for (; more > 0 && !r->bad; --more, low = 0x80, high = 0xBF) {
    const int c = herald_json_take_(r);
    if (c < low || c > high) r->bad = 1;
  }
}
static inline uint32_t herald_json_hex4_(herald_json_reader_* r) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const int c = herald_json_take_(r);
    const int letter = c | 0x20;
    if (c >= '0' && c <= '9')
      value = value * 16 + (uint32_t)(c - '0');
    else if (letter >= 'a' && letter <= 'f')
      value = value * 16 + (uint32_t)(letter - 'a' + 10);
    else
      r->bad = 1;
  }
  return value;
}
/* The code point of an escape, after its backslash. */
static inline uint32_t herald_json_escape_(herald_json_reader_* r) {
  static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
  const int c = herald_json_take_(r);
  if (c == 'u') {
    const uint32_t first = herald_json_hex4_(r);
    if (first < 0xD800 || first > 0xDFFF) return first;
    if (first > 0xDBFF || herald_json_take_(r) != '\\' || herald_json_take_(r) != 'u') r->bad = 1;
    const uint32_t second = herald_json_hex4_(r);
    if (second < 0xDC00 || second > 0xDFFF) r->bad = 1;
    return 0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF);
  }
  const char* found = c <= 0 ? NULL : strchr(names, c);
  if (found == NULL) r->bad = 1;
  return found == NULL ? 0 : (uint32_t)values[found - names];
}
static inline void herald_json_string_(herald_json_reader_* r) {
  if (!herald_json_accept_(r, '"')) r->bad = 1;
  while (!r->bad) {
    const int c = herald_json_take_(r);
    if (c == '"') return;
    if (c < 0x20) r->bad = 1;
    if (c == '\\') (void)herald_json_escape_(r);
    if (c >= 0x80) herald_json_utf8_(r, c);
  }
}
static inline void herald_json_digits_(herald_json_reader_* r) {
  int count = 0;
  for (int c = herald_json_peek_(r); c >= '0' && c <= '9'; c = herald_json_peek_(r), ++count) ++r->at;
  if (count == 0) r->bad = 1;
}
static inline void herald_json_number_(herald_json_reader_* r) {
  (void)herald_json_accept_(r, '-');
  if (!herald_json_accept_(r, '0')) herald_json_digits_(r);
  if (herald_json_accept_(r, '.')) herald_json_digits_(r);
  if (!herald_json_accept_(r, 'e') && !herald_json_accept_(r, 'E')) return;
  if (!herald_json_accept_(r, '+')) (void)herald_json_accept_(r, '-');
  herald_json_digits_(r);
}
static inline void herald_json_word_(herald_json_reader_* r, const char* word) {
  for (; *word != '\0'; ++word)
    if (herald_json_take_(r) != *word) r->bad = 1;
}

static inline void herald_json_value_(herald_json_reader_* r, int depth);

/* An object or array from its opening bracket on. */
static inline void herald_json_nest_(herald_json_reader_* r, int close, int depth) {
  (void)herald_json_take_(r);
  herald_json_blanks_(r);
  if (herald_json_accept_(r, close)) return;
  do {
    herald_json_blanks_(r);
    if (close == '}') herald_json_string_(r);
    if (close == '}') herald_json_blanks_(r);
    if (close == '}' && !herald_json_accept_(r, ':')) r->bad = 1;
    herald_json_value_(r, depth + 1);
    herald_json_blanks_(r);
  } while (herald_json_accept_(r, ','));
  if (!herald_json_accept_(r, close)) r->bad = 1;
}
static inline void herald_json_value_(herald_json_reader_* r, int depth) {
  herald_json_blanks_(r);
  const int c = herald_json_peek_(r);
  if (depth > 64)
    r->bad = 1;
  else if (c == '{' || c == '[')
    herald_json_nest_(r, c == '{' ? '}' : ']', depth);
  else if (c == '"')
    herald_json_string_(r);
  else if (c == 't' || c == 'f' || c == 'n')
    herald_json_word_(r, c == 't' ? "true" : c == 'f' ? "false" : "null");
  else
    herald_json_number_(r);
}
static inline herald_json_reader_ herald_json_reader_of_(herald_str text) {
  const herald_json_reader_ reader = {text.data, text.data == NULL ? NULL : text.data + text.len,
                                      text.data == NULL};
  return reader;
}
/* What lies between `from` and where the reader is; absent once it is bad. */
static inline herald_str herald_json_since_(const herald_json_reader_* r, const char* from) {
  const herald_str found = {r->bad ? NULL : from, r->bad ? 0 : (uint64_t)(r->at - from)};
  return found;
}
static inline herald_str herald_json_one_(herald_json_reader_* r) {
  herald_json_blanks_(r);
  const char* const from = r->at;
  herald_json_value_(r, 1);
  return herald_json_since_(r, from);
}

/* The value that the whole of `bytes` is; absent unless it is exactly one. Check foreign bytes with it once:
 * then members and elements cannot be half a document. */
static inline herald_str herald_json_read(herald_str bytes) {
  herald_json_reader_ r = herald_json_reader_of_(bytes);
  const herald_str value = herald_json_one_(&r);
  herald_json_blanks_(&r);
  const herald_str none = {NULL, 0};
  return r.bad || r.at != r.end ? none : value;
}

/* The next element of an array: `rest` is the array at first, and what is left of it afterwards. 0 at its
 * end. */
static inline int herald_json_next(herald_str* rest, herald_str* element) {
  herald_json_reader_ r = herald_json_reader_of_(*rest);
  if (!herald_json_accept_(&r, '[') && !herald_json_accept_(&r, ',')) return 0;
  *element = herald_json_one_(&r);
  herald_json_blanks_(&r);
  rest->len -= r.bad ? rest->len : (uint64_t)(r.at - rest->data);
  rest->data = r.at;
  return !r.bad;
}

/* The member of an object, the last one when it is repeated. `key` is written as in the text. */
static inline herald_str herald_json_member(herald_str object, const char* key) {
  herald_json_reader_ r = herald_json_reader_of_(object);
  herald_str found = {NULL, 0};
  const size_t size = strlen(key);
  if (!herald_json_accept_(&r, '{')) return found;
  do {
    const herald_str name = herald_json_one_(&r);
    herald_json_blanks_(&r);
    if (!herald_json_accept_(&r, ':')) r.bad = 1;
    const herald_str value = herald_json_one_(&r);
    if (name.len == size + 2 && value.len > 0 && memcmp(name.data + 1, key, size) == 0) found = value;
    herald_json_blanks_(&r);
  } while (herald_json_accept_(&r, ','));
  return found;
}

/* A string's text without its quotes, escapes as they are: right inside any other JSON string. */
static inline herald_str herald_json_inside(herald_str value) {
  herald_str text = {NULL, 0};
  if (value.len < 2 || *value.data != '"') return text;
  text.data = value.data + 1;
  text.len = value.len - 2;
  return text;
}

/* Writes a code point as UTF-8 to out[0…3]; its size. */
static inline size_t herald_json_encode_(uint32_t point, char* out) {
  const size_t size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (size_t i = size; i > 1; --i, point >>= 6) out[i - 1] = (char)(0x80 | (point & 0x3F));
  out[0] = (char)(leads[size] | point);
  return size;
}
/* The decoded text of a string, written to `room`; absent (data null) when it is no string or has more than
 * `size` bytes. May hold zero bytes. */
static inline herald_str herald_json_text(herald_str value, char* room, size_t size) {
  herald_json_reader_ r = herald_json_reader_of_(herald_json_inside(value));
  herald_str text = {room, 0};
  while (!r.bad && r.at != r.end) {
    char piece[4] = {0};
    size_t len = 1;
    piece[0] = (char)herald_json_take_(&r);
    if (piece[0] == '\\') len = herald_json_encode_(herald_json_escape_(&r), piece);
    if (len > size - text.len) r.bad = 1;
    if (!r.bad) memcpy(room + text.len, piece, len);
    if (!r.bad) text.len += len;
  }
  if (r.bad) text.data = NULL, text.len = 0;
  return text;
}

/* 1 and the number when the value is an integer of at most 18 digits. */
static inline int herald_json_integer(herald_str value, int64_t* number) {
  const int negative = value.len > 0 && *value.data == '-';
  int64_t sum = 0;
  if (value.len == (uint64_t)negative || value.len > 18) return 0;
  for (uint64_t i = (uint64_t)negative; i < value.len; ++i) {
    if (value.data[i] < '0' || value.data[i] > '9') return 0;
    sum = sum * 10 + (value.data[i] - '0');
  }
  *number = negative ? -sum : sum;
  return 1;
}

/* 1 when the text is that one. */
static inline int herald_equals(herald_str text, const char* other) {
  return text.len == strlen(other) && (text.len == 0 || memcmp(text.data, other, (size_t)text.len) == 0);
}
static inline int herald_json_lower_(int c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; }
/* The value of the first header of that name, in any case, in a list [["Name","value"], …]; absent without
 * one. */
static inline herald_str herald_json_header(herald_str headers, const char* name) {
  const size_t size = strlen(name);
  const herald_str none = {NULL, 0};
  for (herald_str header; herald_json_next(&headers, &header);) {
    herald_str key = none, value = none;
    if (!herald_json_next(&header, &key) || !herald_json_next(&header, &value) || key.len != size + 2)
      continue;
    size_t same = 0;
    while (same < size && herald_json_lower_(key.data[same + 1]) == herald_json_lower_(name[same])) ++same;
    if (same == size) return value;
  }
  return none;
}

/* Writes the pieces one after the other. ERRORS HERALD_SINK_FULL when the sink takes no more; err, which may
 * be null, then gets a reason. */
static inline herald_status herald_put(const herald_sink* sink, const herald_sink* err,
                                       const herald_str* pieces, size_t count) {
  static const char reason[] = "the sink takes no more";
  for (size_t i = 0; i < count; ++i) {
    if (pieces[i].len == 0 || sink->write(sink->ctx, pieces[i].data, pieces[i].len) == 0) continue;
    if (err != NULL) (void)err->write(err->ctx, reason, sizeof reason - 1);
    return HERALD_SINK_FULL;
  }
  return HERALD_OK;
}

#ifdef __cplusplus
}
#endif
