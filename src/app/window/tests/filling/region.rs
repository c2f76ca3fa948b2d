//! A disclosure of another region, from nothing: other tables, other units, the total row last.

use super::*;
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::states::components;

#[test]
fn a_disclosure_of_shanghai_is_filled_in_from_nothing_and_nothing_is_called_wrong_on_the_way() {
    let forms = FormLibrary::builtin().unwrap();
    let published = file::open(&sample("shanghai-2025.budget"), &forms).unwrap();
    let mut empty = Disclosure::new(&*published.form, published.kind, &*published.body, published.year);
    // What last year's file tells.
    empty.prior.clone_from(&published.prior);
    let path = folder().join("new.budget");
    file::save_new(&path, &empty).unwrap();
    let mut keyboard = Keyboard { harness: window(Some(path), None), count: 0, known: Vec::new(), allowed: |_| false };

    for component in components(forms.get(&published.form).unwrap()) {
        if let Component::Table(table) = component {
            keyboard.fill_table(&published, table);
        }
    }
    assert_eq!(entered(&disclosure(&keyboard.harness)), entered(&published));
    keyboard.key(Key::F6);
    keyboard.fill_blanks(&published);
    assert_eq!(said(&disclosure(&keyboard.harness)), said(&published));
    let left = keyboard.harness.state().as_ref().unwrap().workspace().unwrap().progress().left.clone();
    assert!(left.is_empty(), "{left:#?}");
}
