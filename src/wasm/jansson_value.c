/* wasm/jansson_value.c -- what a tree of JSON holds. */
#include "wasm/jansson.h"

json_int_t json_integer_value(const json_t *v)
{
	return v->type == JSON_INTEGER ? v->integer : 0;
}

double json_number_value(const json_t *v)
{
	return json_is_number(v) ? v->real : 0;
}

const char *json_string_value(const json_t *v)
{
	return v->type == JSON_STRING ? v->text : NULL;
}

size_t json_string_length(const json_t *v)
{
	return v->type == JSON_STRING ? v->n : 0;
}

size_t json_array_size(const json_t *v)
{
	return v->type == JSON_ARRAY ? v->n : 0;
}

json_t *json_array_get(const json_t *v, size_t i)
{
	return i < json_array_size(v) ? v->at[i].value : NULL;
}

void *json_object_iter(json_t *v)
{
	return v->type == JSON_OBJECT && v->n ? v->at : NULL;
}

void *json_object_iter_next(json_t *v, void *it)
{
	struct json_member *next = (struct json_member *)it + 1;

	return next < v->at + v->n ? next : NULL;
}

const char *json_object_iter_key(void *it)
{
	return ((struct json_member *)it)->key;
}

json_t *json_object_iter_value(void *it)
{
	return ((struct json_member *)it)->value;
}
