//! What many texts cost. They cross as the arguments of a call: of an array each element would have to be asked for, and joined to one
//! text they would fill V8's place of young objects, which moves the caller's own texts each time it is full.

use std::cell::RefCell;
use std::ptr;

use ecall::text::{self as core, Units};
use napi::bindgen_prelude::{
    Env, Function, FunctionCallContext, JsError, JsValue, Uint8ArraySlice, Uint32ArraySlice, Unknown,
};
use napi::{Status, check_status, sys};
use napi_derive::napi;

use super::{OUTCOME, called, cost, narrow, text_options};

/// Room for most texts, in UTF-16 code units. It is kept from call to call; what a longer text needs is not.
const ROOM: usize = 2048;

/// The function that measures texts: `(options, from, pages, units, alphabets, ...texts)`. It writes what they cost to the three from
/// the place `from` on, and returns how many were measured: fewer than there are where the next is no string.
#[napi]
pub fn text_column(env: &Env) -> napi::Result<Function<'_, (), u32>> {
    let buffer = RefCell::new(vec![0; ROOM]);
    env.create_function_from_closure("textColumn", move |context: FunctionCallContext<'_>| {
        let options: Option<String> = context.get(0)?;
        let from = context.get::<u32>(1)? as usize;
        let mut pages: Uint32ArraySlice<'_> = context.get(2)?;
        let mut units: Uint32ArraySlice<'_> = context.get(3)?;
        let mut alphabets: Uint8ArraySlice<'_> = context.get(4)?;
        // SAFETY: the three are apart, `text.js` alone has them, and no JavaScript runs meanwhile.
        let (pages, units, alphabets) = unsafe { (pages.as_mut(), units.as_mut(), alphabets.as_mut()) };
        // Those before were filled by the calls before.
        let places = pages.iter_mut().zip(units).zip(alphabets).skip(from);
        let measured = called(|| {
            let options = text_options(options.as_deref())?.for_estimate()?;
            let mut buffer = buffer.borrow_mut();
            for (index, ((pages, units), alphabet)) in places.enumerate() {
                let Ok(text) = context.get::<Unknown<'_>>(5 + index) else { return Ok(index) };
                let mut longer = Vec::new();
                let Some(text) = read(context.env, text.raw(), &mut buffer, &mut longer) else {
                    return Ok(index);
                };
                let found = core::measure_units(Units::Utf16(text), &options).map_err(|problem| {
                    core::not_unicode(OUTCOME, format!("texts[{}]", from + index), problem.length)
                })?;
                *pages = narrow(found.pages);
                *units = narrow(found.units);
                *alphabet = cost::number(found.alphabet) as u8;
            }
            Ok(context.length() - 5)
        });
        Ok(measured.map_or_else(
            |error| {
                // SAFETY: `env` is that of this call, which returns to JavaScript after this.
                unsafe { JsError::from(error).throw_into(context.env.raw()) };
                0
            },
            narrow,
        ))
    })
}

/// The units of a string, in the one place or in the other; None where it is none.
fn read<'a>(
    env: &Env,
    value: sys::napi_value,
    short: &'a mut [u16],
    long: &'a mut Vec<u16>,
) -> Option<&'a [u16]> {
    let mut length = copy(env, value, short)?;
    if length + 1 < short.len() {
        return short.get(..length);
    }
    // What fills its place may go on.
    // SAFETY: `value` is an argument of the call that is under way; without a place for it only the length is told.
    let status =
        unsafe { sys::napi_get_value_string_utf16(env.raw(), value, ptr::null_mut(), 0, &raw mut length) };
    check_status!(status).ok()?;
    // The copy ends in a NUL.
    long.resize(length + 1, 0);
    let length = copy(env, value, long)?;
    long.get(..length)
}

/// Copies a string as far as there is room; how many units.
fn copy(env: &Env, value: sys::napi_value, buffer: &mut [u16]) -> Option<usize> {
    let mut length = 0;
    // SAFETY: `value` is an argument of the call that is under way, and no more than the buffer has is written.
    let status = unsafe {
        sys::napi_get_value_string_utf16(env.raw(), value, buffer.as_mut_ptr(), buffer.len(), &raw mut length)
    };
    (Status::from(status) == Status::Ok).then_some(length)
}
